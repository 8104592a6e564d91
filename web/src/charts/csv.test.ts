import {describe, expect, it} from 'vitest';
import {toCsv} from './csv.ts';

const columns = [{id: 'a', title: 'Name'}];
const one = (value: string | number) => toCsv(columns, [[value]]).split('\r\n')[1];

describe('an export', () => {
  it('quotes what needs quotes', () => {
    expect(one('a "b", c')).toBe('"a ""b"", c"');
    expect(one('two\nlines')).toBe('"two\nlines"');
  });
  it.each(['=1+1', '+972', '@x', '-cmd', '  =1', '\t=1', '|x', '%x'])('disarms %j (F1)', (text) => {
    expect(one(text)?.replace(/^"/, '').startsWith("'")).toBe(true);
  });
  it.each([
    ['-12.50', '-12.50'],
    [-3, '-3'],
    ['plain', 'plain'],
  ])('leaves %j', (value, expected) => {
    expect(one(value)).toBe(expected);
  });
  it('begins with the mark that spreadsheets look for', () => {
    expect(toCsv(columns, [])).toBe('\ufeffName\r\n');
  });
});
