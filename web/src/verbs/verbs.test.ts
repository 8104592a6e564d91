import {expect, it} from 'vitest';
import type {Definition} from '@/api/definition.ts';
import {gatesBefore, madeBy, verbsOf} from './verbs.ts';

const title = {en: 'T', he: 'ט'};
const definition = {
  lifecycles: [
    {
      name: 'status',
      gates: [{name: 'order', title, on: ['order.placed']}],
      stages: [
        {name: 'lost', title, gates: [{name: 'order', verdict: 'no', says: title}]},
        {name: 'odd', title, gates: [{name: 'order', verdict: 'warn', says: title}]},
        {name: 'active', title, gates: [{name: 'order', verdict: 'yes', says: title}]},
      ],
    },
  ],
} as unknown as Definition;
const verdicts = (stage: string | null, deed: string) =>
  gatesBefore(definition, {status: stage}, deed).map((gate) => gate.verdict);

it('TW-32, TW-42 a gate is known before the click', () => {
  expect(verdicts('lost', 'account.place_order')).toEqual(['no']);
  expect(verdicts('odd', 'account.place_order')).toEqual(['warn']);
  expect(verdicts('active', 'account.place_order')).toEqual([]);
  expect(verdicts('lost', 'order.copy')).toEqual(['no']);
  expect(verdicts('lost', 'account.log_note')).toEqual([]);
  expect(verdicts(null, 'account.place_order')).toEqual([]);
});

it('what a verb makes has the fields that it asks for', () => {
  const records = ['account', 'opportunity', 'order'].map((name) => ({name}));
  const made = (record: string, name: string) =>
    madeBy({records} as unknown as Definition, {record, name, title: '', parameters: []});
  expect(made('account', 'open_opportunity')).toBe('opportunity');
  expect(made('account', 'log_call')).toBe('account');
  expect(made('opportunity', 'move')).toBe('opportunity');
  expect(made('quote', 'copy_order')).toBe('quote');
});

it('a verb that two records have is two verbs; functions and those of sets are none of them', () => {
  const self = (type: string, collection = false) => ({
    $Name: 'self',
    $Type: `tenure.${type}`,
    $Collection: collection,
  });
  const verbs = verbsOf({
    assign: [
      {$Kind: 'Action', $Parameter: [self('order'), {$Name: 'worker', $Nullable: true}]},
      {$Kind: 'Action', $Parameter: [self('task'), {$Name: 'owner'}]},
    ],
    explain: [{$Kind: 'Function', $Parameter: [self('account')]}],
    allocate: [{$Kind: 'Action', $Parameter: [self('account', true)]}],
    account: {$Kind: 'EntityType'},
  });
  expect([...verbs.keys()]).toEqual(['order.assign', 'task.assign']);
  expect(verbs.get('task.assign')?.parameters).toEqual([
    {name: 'owner', title: 'owner', type: 'Edm.String', required: true},
  ]);
});
