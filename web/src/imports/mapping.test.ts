import {describe, expect, it} from 'vitest';
import {readMapping, typeFor, withColumns, writeMapping} from './mapping.ts';

const proposal = `import: "customers"
columns:
  customer_no: {column: "Customer no", type: string}
  name: {column: "Name \\"full\\"", type: string}
account:
  key: customer_no
  fields: {name: name}
`;

describe('a mapping by columns (All-3)', () => {
  it('is read and written as the server proposes it', () => {
    const mapping = readMapping(proposal);
    expect(mapping?.columns).toEqual([
      {column: 'Customer no', name: 'customer_no', type: 'string', field: 'key'},
      {column: 'Name "full"', name: 'name', type: 'string', field: 'name'},
    ]);
    expect(mapping && writeMapping(mapping)).toBe(proposal);
  });
  it('has every column of the file, the unused ones for nothing', () => {
    const mapping = readMapping(proposal);
    if (!mapping) throw new Error('no mapping');
    const whole = withColumns(mapping, ['Customer no', 'Name "full"', 'Town']);
    expect(whole.columns[2]).toEqual({column: 'Town', name: 'column_3', type: 'string', field: ''});
    expect(writeMapping(whole)).toBe(proposal);
    const more = whole.columns.with(2, {
      column: 'Town',
      name: 'column_3',
      type: 'string',
      field: 'city',
    });
    expect(writeMapping({...whole, columns: more})).toContain(
      'fields: {name: name, city: column_3}',
    );
  });
  it.each([
    ['import: "x"\ncolumns:\n  a: int\naccount:\n  key: a\n'],
    [`${proposal}facts:\n  - kind: order.placed\n`],
    ['nothing'],
  ])('stays text where columns cannot say it', (text) => {
    expect(readMapping(text)).toBeNull();
  });
  it('reads numbers and dates as such', () => {
    expect([typeFor('Edm.Date'), typeFor('Edm.Decimal'), typeFor(undefined)]).toEqual([
      'date',
      'decimal',
      'string',
    ]);
  });
});
