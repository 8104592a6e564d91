// What a spreadsheet opens: UTF-8 with a mark, RFC 4180 quotes, and no text that it would take for a
// formula (leading blanks and control characters do not hide one).
import type {ChartCell, ChartColumn} from './frame.tsx';

const bom = '\ufeff';

export function toCsv(columns: ChartColumn[], rows: ChartCell[][]): string {
  return bom + csvLines([columns.map((column) => column.title), ...rows]);
}

// Lines alone, for files that are written piece by piece.
export const csvLines = (rows: ChartCell[][]) =>
  rows.map((line) => `${line.map(cell).join(',')}\r\n`).join('');

function cell(value: ChartCell): string {
  if (typeof value === 'number') return String(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const bare = value.replace(/^[\s\u0000-\u001f]+/, '');
  const safe = /^[=+\-@|%]/.test(bare) && !/^-?\d+(\.\d+)?$/.test(bare) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
