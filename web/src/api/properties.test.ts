import {expect, it} from 'vitest';
import type {Definition} from './definition.ts';
import {describe as about} from './properties.ts';

const entity = {
  $Kind: 'EntityType',
  key: {},
  life: {'@Org.OData.Validation.V1.AllowedValues': [{Value: 'lead'}]},
  life_since: {$Type: 'Edm.DateTimeOffset', '@Org.OData.Core.V1.Computed': true},
  kind: {'@Org.OData.Validation.V1.AllowedValues': [{Value: 'a'}]},
  name: {'@Org.OData.Core.V1.Description': 'Name'},
};
const definition = {
  lifecycles: [
    {name: 'life', stages: [{name: 'lead', title: {en: 'Lead', he: 'ליד'}, colour: 'sky'}]},
  ],
  lists: [{name: 'kinds', choices: [{name: 'a', title: {en: 'Kind A', he: 'סוג א'}}]}],
  records: [{name: 'account', fields: [{name: 'kind', list: 'kinds'}]}],
} as unknown as Definition;

it('fields have the titles of the definition, in the reader’s language (All-6)', () => {
  const {properties, lifecycles} = about('account', entity, definition, 'he');
  const find = (name: string) => properties.find((property) => property.name === name);
  expect(find('life')?.titles).toEqual({lead: 'ליד'});
  expect(find('kind')?.titles).toEqual({a: 'סוג א'});
  expect(find('name')).toMatchObject({title: 'Name', type: 'Edm.String', readOnly: false});
  expect([find('key')?.readOnly, find('life_since')?.readOnly]).toEqual([true, true]);
  expect(lifecycles).toEqual([
    {name: 'life', title: 'life', stages: ['lead'], hues: {lead: 'sky'}},
  ]);
});

it('a workspace whose definition has not come yet has its fields all the same', () => {
  expect(about('account', entity, undefined, 'en').properties).toHaveLength(5);
});
