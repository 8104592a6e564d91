// @odata/client: reads and writes by entity sets, batches in both formats.
import {OData, type ODataV4} from '@odata/client';
import {headers, odata} from './lib/here.ts';
import {type Account, type Client, refusedOf, works} from './lib/work.ts';

// Its own way to say that something was refused has neither status nor reasons: this keeps them.
async function fetchProxy(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const content = isJson && text ? JSON.parse(text) : (text || {});
  if (!response.ok) throw {status: response.status, content};
  return {content, response};
}

const open = (more: Record<string, string> = {}): ODataV4 =>
  OData.New4({
    serviceEndpoint: odata,
    processCsrfToken: false,
    commonHeaders: {...headers, 'Content-Type': 'application/json', ...more},
    fetchProxy: fetchProxy as never,
  });

const client: Client = {
  name: '@odata/client',
  async keys() {
    const set = open({Prefer: 'odata.maxpagesize=1000'}).getEntitySet<Account>('accounts');
    const keys: string[] = [];
    for (;;) {
      const options = OData.newOptions().select('key').orderby('key').top(1000).skip(keys.length);
      const rows = await set.query(options);
      keys.push(...rows.map((row) => row.key));
      if (rows.length === 0) return keys;
    }
  },
  inStatus(status) {
    const filter = OData.newFilter().field('customer_status').eqString(status);
    return open().getEntitySet<Account>('accounts').query(OData.newOptions().filter(filter).top(20));
  },
  async orders(account) {
    const options = OData.newOptions().select('key').expand('orders($select=amount)');
    const row = await open().getEntitySet('accounts').retrieve(account, options);
    return row.orders.map((order: {amount: number}) => order.amount);
  },
  async create(values) {
    await open().getEntitySet('accounts').create(values);
  },
  read: (key) => open().getEntitySet<Account>('accounts').retrieve(key),
  async rename(key, name, etag) {
    const row = await open().getEntitySet('accounts').retrieve(key);
    const used = etag ?? row['@odata.etag'];
    await open({'If-Match': used}).getEntitySet('accounts').update(key, {name});
    return used;
  },
  async together(accounts, read) {
    const tenure = open();
    const answers = await tenure.execBatchRequestsJson([
      ...accounts.map((entity) =>
        tenure.newBatchRequest({collection: 'accounts', entity, method: 'POST', atomicityGroup: 'both'}),
      ),
      tenure.newBatchRequest<Account>({collection: 'accounts', id: read, method: 'GET'}),
    ]);
    const row = (await answers.at(-1)?.json()) as Account;
    // The other format carries each change in a change set of its own.
    const [again] = await tenure.execBatchRequests([
      tenure.newBatchRequest<Account>({collection: 'accounts', id: read, method: 'GET'}),
    ]);
    const same = (await again?.json()) as unknown as Account;
    return {
      created: answers.slice(0, -1).every((answer) => answer.status === 201),
      read: same.name === row.name ? row.name : null,
    };
  },
  act: (account, action, parameters) =>
    open().getEntitySet('accounts').action(`tenure.${action}`, account, parameters),
  refused(error) {
    const {status, content} = error as {status: number; content: unknown};
    return refusedOf(status, content);
  },
};
works(client);
