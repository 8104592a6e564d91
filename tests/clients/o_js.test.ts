// o.js: a thin client; what it does not wrap it lets through.
import {type OHandler, o} from 'o.js';
import {headers, odata} from './lib/here.ts';
import {type Account, type Client, refusedOf, works} from './lib/work.ts';

const open = (more: Record<string, string> = {}): OHandler =>
  o(odata, {headers: new Headers({'Content-Type': 'application/json', ...headers, ...more})});

const client: Client = {
  name: 'o.js',
  async keys() {
    const keys: string[] = [];
    let next: string | undefined = 'accounts?$select=key';
    while (next) {
      const answer: Response = (await open({Prefer: 'odata.maxpagesize=1000'}).get(next).fetch()) as Response;
      const page = (await answer.json()) as {value: Account[]; '@odata.nextLink'?: string};
      keys.push(...page.value.map((account) => account.key));
      next = page['@odata.nextLink']?.replace(odata, '');
    }
    return keys;
  },
  inStatus: (status) =>
    open().get('accounts').query({$filter: `customer_status eq '${status}'`, $orderby: 'name', $top: 20}) as Promise<Account[]>,
  async orders(account) {
    const row = (await open().get(`accounts('${account}')`).query({$select: 'key', $expand: 'orders($select=amount)'})) as {
      orders: {amount: number}[];
    };
    return row.orders.map((order) => order.amount);
  },
  async create(values) {
    await open().post('accounts', values).query();
  },
  read: (key) => open().get(`accounts('${key}')`).query() as Promise<Account>,
  async rename(key, name, etag) {
    const row = (await open().get(`accounts('${key}')`).query()) as {'@odata.etag': string};
    const used = etag ?? row['@odata.etag'];
    await open({'If-Match': used}).patch(`accounts('${key}')`, {name}).query();
    return used;
  },
  async together(accounts, read) {
    const handler = o(odata, {
      headers: new Headers({'Content-Type': 'application/json', ...headers}),
      batch: {
        boundaryPrefix: 'batch_',
        changsetBoundaryPrefix: 'changset_',
        endpoint: '$batch',
        headers: new Headers({'Content-Type': 'multipart/mixed', ...headers}),
        useChangset: true,
        useRelativeURLs: true,
      },
    });
    for (const account of accounts) handler.post('accounts', account);
    const answers = (await handler.batch()) as {status: number; body: Account}[];
    // o.js writes no boundary between a change set and what follows: reads go in a batch of their own.
    const [row] = (await handler.get(`accounts('${read}')`).batch()) as {status: number; body: Account}[];
    return {
      created: answers.length === accounts.length && answers.every((answer) => answer.status === 201),
      read: row?.body?.name ?? null,
    };
  },
  act: (account, action, parameters) => open().post(`accounts('${account}')/tenure.${action}`, parameters).query(),
  async refused(error) {
    const response = error as Response;
    return refusedOf(response.status, await response.json());
  },
};
works(client);
