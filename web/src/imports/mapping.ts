// A mapping that says for every column which field of the customer it is: between the form and its YAML,
// in the shape that the server proposes. A mapping of any other shape stays text.
export interface Mapping {
  name: string; // of the import: the same name again knows its rows
  columns: {column: string; name: string; type: string; field: string}[]; // field 'key', 'name' …
}

const line = /^ {2}(\w+): \{column: ("(?:[^"\\]|\\.)*"), type: (\w+)\}$/;

export function readMapping(text: string): Mapping | null {
  const [first = '', second, ...rest] = text.trimEnd().split('\n');
  const title = /^import: (".*")$/.exec(first)?.[1];
  if (!title || second !== 'columns:') return null;
  const columns: Mapping['columns'] = [];
  while (rest[0]?.startsWith('  ')) {
    const match = line.exec(rest.shift() ?? '');
    if (!match) return null;
    const [, name = '', column = '""', type = ''] = match;
    columns.push({column: JSON.parse(column) as string, name, type, field: ''});
  }
  const key = /^ {2}key: (\w+)$/.exec(rest[1] ?? '')?.[1];
  if (rest[0] !== 'account:' || !key || rest.length > 3) return null;
  const fields = rest[2] === undefined ? '' : /^ {2}fields: \{(.*)\}$/.exec(rest[2])?.[1];
  if (fields === undefined) return null;
  const named = (name: string, field: string) => {
    const column = columns.find((entry) => entry.name === name);
    if (column) column.field = field;
  };
  named(key, 'key');
  for (const pair of fields ? fields.split(', ') : []) {
    const [field = '', name = ''] = pair.split(': ');
    named(name, field);
  }
  return {name: JSON.parse(title) as string, columns};
}

export function writeMapping({name, columns}: Mapping): string {
  const used = columns.filter(({field}) => field !== '');
  const key = used.find(({field}) => field === 'key');
  const fields = used.filter(({field}) => field !== 'key');
  return [
    `import: ${JSON.stringify(name)}`,
    'columns:',
    ...used.map((c) => `  ${c.name}: {column: ${JSON.stringify(c.column)}, type: ${c.type}}`),
    'account:',
    `  key: ${key?.name ?? ''}`,
    ...(fields.length > 0
      ? [`  fields: {${fields.map((c) => `${c.field}: ${c.name}`).join(', ')}}`]
      : []),
    '',
  ].join('\n');
}

// Every column of the file, those that the mapping uses with their field.
export function withColumns(mapping: Mapping, header: string[]): Mapping {
  const taken = new Set(mapping.columns.map(({name}) => name));
  const columns = header.map((column, index) => {
    const known = mapping.columns.find((entry) => entry.column === column);
    if (known) return known;
    let name = `column_${index + 1}`;
    while (taken.has(name)) name += '_';
    return {column, name, type: 'string', field: ''};
  });
  return {...mapping, columns};
}

// How the values of a field are read.
const types: Record<string, string> = {
  'Edm.Int64': 'int',
  'Edm.Decimal': 'decimal',
  'Edm.Boolean': 'bool',
  'Edm.Date': 'date',
  'Edm.DateTimeOffset': 'instant',
};
export const typeFor = (edm: string | undefined) => types[edm ?? ''] ?? 'string';
