import {describe, expect, it} from 'vitest';
import {asksForSomething, changeable, changeOf, nothing} from './change.ts';

const property = (name: string, type: string, readOnly = false) => ({
  name,
  title: name,
  type,
  choices: [],
  readOnly,
});
const properties = [
  property('key', 'Edm.String', true),
  property('company_type', 'Edm.String'),
  property('supplier_only', 'Edm.Boolean'),
  property('life', 'Edm.String', true),
  property('order_count', 'Edm.Int64', true),
];
const lifecycles = [{name: 'life', title: 'Life', stages: ['prospect']}];

describe('a bulk change', () => {
  it('PS-41 splits one run into type and stage', () => {
    const wanted = {
      ...nothing,
      fields: [
        {field: 'company_type', value: 'supermarket'},
        {field: 'life', value: 'prospect'},
      ],
    };
    expect(changeOf(wanted, properties, lifecycles)).toEqual({
      set: {company_type: 'supermarket'},
      stages: {life: 'prospect'},
    });
  });
  it('empties a field, and has values of their type', () => {
    const wanted = {
      ...nothing,
      fields: [
        {field: 'company_type', value: ''},
        {field: 'supplier_only', value: 'true'},
      ],
    };
    expect(changeOf(wanted, properties, lifecycles).set).toEqual({
      company_type: null,
      supplier_only: true,
    });
  });
  it('TW-46 offers no stage that is hidden', () => {
    const life = {...property('life', 'Edm.String'), choices: ['new', 'old'], retired: ['old']};
    expect(changeable([life], lifecycles)[0]?.choices).toEqual(['new']);
  });
  it('declares, with what documents it', () => {
    const change = changeOf(
      {...nothing, declaration: 'life frozen', note: 'n', reason: 'r'},
      properties,
      lifecycles,
    );
    expect(change).toEqual({
      declare: {lifecycle: 'life', declaration: 'frozen'},
      note: 'n',
      reason: 'r',
    });
    expect(asksForSomething(change)).toBe(true);
    expect(asksForSomething(changeOf({...nothing, note: 'n'}, properties, lifecycles))).toBe(false);
  });
  it('offers what may be changed for many, stages among it', () => {
    expect(changeable(properties, lifecycles).map(({name}) => name)).toEqual([
      'company_type',
      'supplier_only',
      'life',
    ]);
  });
});
