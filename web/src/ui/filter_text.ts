// Between the rows of the filter builder and the text of a condition, which is what counts: the same
// language as in rules and in the API's $filter. What rows cannot say stays text.
export type FieldType = 'text' | 'number' | 'date' | 'instant' | 'boolean' | 'choice';
export interface FilterField {
  name: string;
  title: string;
  type: FieldType;
  choices?: {id: string; label: string}[];
}

export type Operator =
  | 'contains'
  | 'startswith'
  | 'eq'
  | 'ne'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'empty'
  | 'filled';
export interface Row {
  field: string;
  operator: Operator;
  value: string;
}
export interface Filter {
  join: 'and' | 'or';
  rows: Row[];
}

export const operatorsOf: Record<FieldType, Operator[]> = {
  text: ['contains', 'startswith', 'eq', 'ne', 'empty', 'filled'],
  number: ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'empty', 'filled'],
  date: ['eq', 'ge', 'le', 'empty', 'filled'],
  instant: ['ge', 'lt', 'empty', 'filled'],
  boolean: ['eq'],
  choice: ['eq', 'ne', 'empty', 'filled'],
};
export const takesValue = (operator: Operator) => operator !== 'empty' && operator !== 'filled';

const quoted = (type: FieldType) => type === 'text' || type === 'choice';
export const quote = (text: string) => `'${text.replaceAll("'", "''")}'`;

// A row that lacks its value says nothing yet and is left out.
export function toText(filter: Filter, fields: FilterField[]): string {
  return filter.rows
    .map((row) => {
      const field = fields.find((f) => f.name === row.field);
      if (!field) return '';
      if (row.operator === 'empty') return `${row.field} eq null`;
      if (row.operator === 'filled') return `${row.field} ne null`;
      if (row.value === '') return '';
      const value = quoted(field.type) ? quote(row.value) : row.value;
      return row.operator === 'contains' || row.operator === 'startswith'
        ? `${row.operator}(${row.field},${value})`
        : `${row.field} ${row.operator} ${value}`;
    })
    .filter(Boolean)
    .join(` ${filter.join} `);
}

const literal = String.raw`('(?:[^']|'')*'|[^\s()',]+)`;
const fieldName = String.raw`(?:fact/)?[a-z][a-z0-9_]*`; // of a field; in rules also of what a fact says
const term = new RegExp(
  String.raw`^(?:(contains|startswith)\((${fieldName}),\s*${literal}\)|(${fieldName}) (eq|ne|gt|ge|lt|le) ${literal})`,
);

// The rows that say what a text says; null when they cannot.
export function fromText(text: string, fields: FilterField[]): Filter | null {
  const rows: Row[] = [];
  let join: Filter['join'] | null = null;
  let rest = text.trim();
  while (rest !== '') {
    const match = term.exec(rest);
    if (!match) return null;
    const name = match[2] ?? match[4];
    const field = fields.find((f) => f.name === name);
    const row =
      field && rowOf(field, (match[1] ?? match[5]) as Operator, match[3] ?? match[6] ?? '');
    if (!row) return null;
    rows.push(row);
    rest = rest.slice(match[0].length);
    if (rest === '') break;
    const joined = /^ +(and|or) +/.exec(rest);
    if (!joined || (join && join !== joined[1])) return null;
    join = joined[1] as Filter['join'];
    rest = rest.slice(joined[0].length);
    if (rest === '') return null;
  }
  return {join: join ?? 'and', rows};
}

function rowOf(field: FilterField, operator: Operator, raw: string): Row | null {
  if (raw === 'null') {
    if (operator === 'eq') return {field: field.name, operator: 'empty', value: ''};
    if (operator === 'ne') return {field: field.name, operator: 'filled', value: ''};
    return null;
  }
  const text = raw.startsWith("'");
  if (text !== quoted(field.type) || !operatorsOf[field.type].includes(operator)) return null;
  // Another field or a parameter is no value: "amount gt credit", "amount gt @least".
  if (!text && !(field.type === 'boolean' ? /^(true|false)$/ : /^[^a-z@]/i).test(raw)) return null;
  const value = text ? raw.slice(1, -1).replaceAll("''", "'") : raw;
  return {field: field.name, operator, value};
}
