// Values as they travel. Decimals and 64-bit integers are text: a double does not hold them all.
export type Decimal = string; // "1234.50"
export type Int64 = string; // "42"
export type Instant = string; // "2026-11-21T10:00:00Z"
export type Day = string; // "2026-11-21"
export type Duration = string; // "P1DT2H"

// A condition with values in it, each written as the language wants it: odata`name eq ${name}`
export function odata(parts: TemplateStringsArray, ...values: Literal[]): string {
  return parts.reduce((text, part, index) => text + literal(values[index - 1] ?? null) + part);
}

export type Literal = string | number | boolean | null | Date | {raw: string} | Literal[];
// A value that is written as it stands: raw('2026-11-21'), raw('12.50')
export const raw = (text: string) => ({raw: text});

export function literal(value: Literal): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `(${value.map(literal).join(',')})`;
  return typeof value === 'object' ? value.raw : String(value);
}
