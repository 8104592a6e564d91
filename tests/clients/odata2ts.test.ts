// odata2ts: makes types, query objects and services from the metadata.
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {FetchClient} from '@odata2ts/http-client-fetch';
import {folderFor, generate} from './lib/generate.ts';
import {headers, odata} from './lib/here.ts';
import {type Account, type Client, refusedOf, works} from './lib/work.ts';

const {folder, edmx} = await folderFor('odata2ts');
// An entity is called `case`, which TypeScript has for itself: with renaming it is Case, and fields are camelCase.
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
await generate(
  '@odata2ts/odata2ts/lib/run-cli.js',
  ...['--source', edmx, '--output', join(folder, 'out'), '--mode', 'all', '--emit-mode', 'js_dts', '--allow-renaming'],
);
const {TenureService} = createRequire(import.meta.url)(join(folder, 'out', 'TenureService.js'));
// Its types are made while the test runs: this file cannot name them.
type Any = any;
const http = new FetchClient({headers});
// Of a refusal it keeps the sentence alone; this keeps all of it.
let said: unknown;
http.setErrorMessageRetriever((body: Any) => {
  said = body;
  return body?.error?.message;
});
const service: Any = new TenureService(http, odata.replace(/\/$/, ''));

const accountOf = (row: Any) => ({key: row.key, name: row.name, customer_status: row.customerStatus});

const client: Client = {
  name: 'odata2ts',
  async keys() {
    const keys: string[] = [];
    for (;;) {
      const page = await service.accounts().query(
        (builder: Any, account: Any) =>
          builder.select('key').orderBy(account.key.asc()).top(1000).skip(keys.length),
        {headers: {Prefer: 'odata.maxpagesize=1000'}},
      );
      keys.push(...page.data.value.map((row: Account) => row.key));
      if (page.data.value.length === 0) return keys;
    }
  },
  async inStatus(status) {
    const page = await service.accounts().query((builder: Any, account: Any) =>
      builder.filter(account.customerStatus.eq(status)).orderBy(account.name.asc()).top(20),
    );
    return page.data.value.map(accountOf);
  },
  async orders(account) {
    const row = await service.accounts(account).query((builder: Any) =>
      builder.select('key').expanding('orders', (orders: Any) => orders.select('amount')),
    );
    return row.data.orders.map((order: {amount: number}) => order.amount);
  },
  async create(values) {
    await service.accounts().create(values);
  },
  read: async (key) => accountOf((await service.accounts(key).query()).data),
  async rename(key, name, etag) {
    const used = etag ?? (await service.accounts(key).query()).data['@odata.etag'];
    await service.accounts(key).patch({name}, {headers: {'If-Match': used}});
    return used;
  },
  act: (account, action, parameters) => service.accounts(account)[camel(action)](parameters),
  refused: (error) => refusedOf((error as {status: number}).status, said),
};
works(client);
