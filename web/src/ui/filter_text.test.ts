import {describe, expect, it} from 'vitest';
import {type FilterField, fromText, toText} from './filter_text.ts';

const fields: FilterField[] = [
  {name: 'name', title: 'Name', type: 'text'},
  {name: 'order_count', title: 'Orders', type: 'number'},
  {name: 'lifecycle', title: 'Stage', type: 'choice', choices: [{id: 'lead', label: 'Lead'}]},
  {name: 'is_person', title: 'Person', type: 'boolean'},
  {name: 'renewal_date', title: 'Renewal', type: 'date'},
];

describe('a filter and its text', () => {
  it.each([
    "contains(name,'O''Brien')",
    "name eq 'it''s and or' and order_count ge 4",
    "lifecycle eq 'lead' or lifecycle ne 'x'",
    'name eq null and is_person eq true and renewal_date le 2026-11-21',
    'order_count ne null',
    '',
  ])('come back as they were: %s', (text) => {
    const filter = fromText(text, fields);
    expect(filter && toText(filter, fields)).toBe(text);
  });

  it.each([
    "name eq 'a' and order_count eq 1 or order_count eq 2", // needs brackets to be said by rows
    '(order_count eq 1)',
    'order_count add 1 eq 2',
    'unknown eq 1',
    'order_count eq 1 and',
    "order_count eq '1'",
    'name eq 1',
    "name gt 'a'",
    'order_count gt credit', // another field
    'order_count gt @least',
    'is_person eq archived',
    'renewal_date le @day',
    'fact/order_count eq 1', // not the account's
  ])('stay text where rows cannot say it: %s', (text) => {
    expect(fromText(text, fields)).toBeNull();
  });

  it('leave out a row that has no value yet', () => {
    const rows = [
      {field: 'name', operator: 'contains' as const, value: ''},
      {field: 'order_count', operator: 'gt' as const, value: '3'},
    ];
    expect(toText({join: 'and', rows}, fields)).toBe('order_count gt 3');
  });
});
