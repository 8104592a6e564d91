import messages from '@messages/en.ts';
import {describe, expect, it} from 'vitest';
import {makeFormats} from '@/i18n/formats.ts';
import {makeText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {filterFields, writeValue} from './fields.ts';
import {layoutOf, searchOf, shownBy} from './saved_views.tsx';
import {askedOf, both, optionsOf} from './use_list.ts';

const t = makeText('en', messages);
const formats = makeFormats('en', 'UTC');
const property = (name: string, type: string, choices: string[] = []) => ({
  name,
  title: name,
  type,
  choices,
  readOnly: false,
});

describe('a list (All-1)', () => {
  it('has its whole view in the address', () => {
    const view = {
      view: 'V-1',
      search: 'a b',
      filter: "name eq 'x'",
      sort: 'name desc',
      columns: 'key,name',
    };
    const address = urls.accounts('acme', view);
    const {asked, view: read} = askedOf(new URL(address, 'http://x').searchParams, {
      columns: ['name'],
      sort: 'name',
    });
    expect(read).toEqual(view);
    expect(asked).toEqual({
      columns: ['key', 'name'],
      search: 'a b',
      filter: "name eq 'x'",
      sort: 'name desc',
    });
  });
  it('puts what belongs to it at all beside the reader’s condition', () => {
    expect(both('archived ne true', 'a eq 1 or b eq 2')).toBe(
      'archived ne true and (a eq 1 or b eq 2)',
    );
    expect(both('archived ne true', '')).toBe('archived ne true');
    expect(both(undefined, '')).toBeUndefined();
  });
  it('is in an order that has no ties', () => {
    expect(
      optionsOf({columns: ['name'], search: '', filter: '', sort: 'name desc'}).orderby,
    ).toEqual(['name desc', 'key']);
    expect(optionsOf({columns: ['name'], search: '', filter: '', sort: 'key'}).orderby).toEqual([
      'key',
    ]);
  });
  it('keeps the search of a saved view', () => {
    expect(searchOf(layoutOf('O"Brien'))).toBe('O"Brien');
    expect(layoutOf('')).toBeNull();
    expect(searchOf('not json')).toBeUndefined();
    expect(
      shownBy({key: 'V', filter: null, order_by: 'name', columns: 'key', layout: null} as never),
    ).toMatchObject({view: 'V', sort: 'name', columns: 'key', filter: undefined});
  });
  it('writes every type as people do, money exactly', () => {
    expect(writeValue(property('a', 'Edm.Decimal'), '12345678901234567.89', t, formats)).toBe(
      '12,345,678,901,234,567.89',
    );
    expect(writeValue(property('a', 'Edm.Boolean'), false, t, formats)).toBe('No');
    expect(writeValue(property('a', 'Edm.Date'), '2026-11-21', t, formats)).toBe('21 Nov 2026');
    expect(writeValue(property('a', 'Edm.String'), null, t, formats)).toBe('');
  });
  it('asks about every field that conditions can name', () => {
    const fields = filterFields([
      {...property('life', 'Edm.String', ['lead']), titles: {lead: 'A lead'}},
      property('n', 'Edm.Int64'),
      property('x', 'Collection(Edm.String)'),
    ]);
    expect(fields).toEqual([
      {name: 'life', title: 'life', type: 'choice', choices: [{id: 'lead', label: 'A lead'}]},
      {name: 'n', title: 'n', type: 'number', choices: undefined},
    ]);
  });
});
