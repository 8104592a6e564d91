import {expect, it} from 'vitest';
import {generate} from '../../../clients/ts/generator.ts';

const document = (account: object, more: object = {}) => ({
  $Version: '4.01',
  $EntityContainer: 'tenure.workspace',
  tenure: {
    account: {
      $Kind: 'EntityType',
      $Key: ['key'],
      key: {'@Org.OData.Core.V1.Description': 'Customer id'},
      ...account,
      orders: {$Kind: 'NavigationProperty', $Collection: true, $Type: 'tenure.order'},
    },
    order: {
      $Kind: 'EntityType',
      $Key: ['key'],
      key: {},
      amount: {$Type: 'Edm.Decimal', $Nullable: true, $Scale: 'variable'},
      account_record: {$Kind: 'NavigationProperty', $Type: 'tenure.account'},
    },
    workspace: {
      $Kind: 'EntityContainer',
      accounts: {$Collection: true, $Type: 'tenure.account'},
      orders: {$Collection: true, $Type: 'tenure.order'},
    },
    ...more,
  },
});
const choice = (...ids: string[]) => ({
  $Nullable: true,
  '@Org.OData.Validation.V1.AllowedValues': ids.map((Value) => ({Value})),
});

it('says what all workspaces have, and marks what only some have', () => {
  const text = generate([
    document({
      customer_status: choice('new', 'real'),
      order_count: {$Type: 'Edm.Int64', '@Org.OData.Core.V1.Computed': true},
      birthday: {$Type: 'Edm.Date', $Nullable: true},
    }),
    document({
      customer_status: choice('new', 'frozen'),
      order_count: {$Type: 'Edm.Int64', '@Org.OData.Core.V1.Computed': true},
    }),
  ]);
  expect(text).toContain('  /** Customer id */\n  key: string;');
  expect(text).toContain("  customer_status: 'new' | 'real' | 'frozen' | null;");
  expect(text).toContain('  readonly order_count: Int64;');
  expect(text).toContain('  birthday?: Day | null;');
  expect(text).toContain("  orders: Many<'order', Order>;");
  expect(text).toContain("  account_record: One<'account', Account>;");
  expect(text).toContain("accounts: {type: 'account', key: 'key'}");
  expect(text).toContain("import type {Day, Decimal, Int64} from './values.ts';");
});

it('knows operations of rows, of sets and of the workspace', () => {
  const bound = (type: object) => ({$Name: 'account', ...type});
  const text = generate([
    document(
      {},
      {
        declare: [
          {
            $Kind: 'Action',
            $IsBound: true,
            $Parameter: [
              bound({$Type: 'tenure.account'}),
              {$Name: 'declaration'},
              {$Name: 'note', $Nullable: true},
            ],
          },
        ],
        explain: [
          {
            $Kind: 'Function',
            $IsBound: true,
            $Parameter: [bound({$Type: 'tenure.account'})],
            $ReturnType: {$Type: 'tenure.order'},
          },
        ],
        allocate: [
          {
            $Kind: 'Action',
            $IsBound: true,
            $Parameter: [
              bound({$Type: 'tenure.account', $Collection: true}),
              {$Name: 'keys', $Collection: true},
            ],
          },
        ],
        plan: [{$Kind: 'Action', $Parameter: [{$Name: 'days', $Type: 'Edm.Int32'}]}],
      },
    ),
  ]);
  expect(text).toContain(
    "'account.declare': {kind: 'action'; parameters: {declaration: string; note?: string | null}; returns: undefined};",
  );
  expect(text).toMatch(/'account\.explain': \{kind: 'function'; .*returns: Order\}/);
  expect(text).toMatch(/'accounts\.allocate': \{kind: 'action'; parameters: \{keys: string\[\]\}/);
  expect(text).toMatch(/'plan': \{kind: 'action'; parameters: \{days: number\}/);
  expect(text).toContain("new Set(['account.explain'])");
});

it('refuses what is no metadata', () => {
  expect(() => generate([{}])).toThrow('no metadata');
  expect(() => generate([document({x: {$Type: 'Edm.GeographyPoint'}})])).toThrow(
    'Edm.GeographyPoint',
  );
});
