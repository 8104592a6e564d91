// clients/ts: our own, whose types are those of the metadata.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {it} from 'node:test';
import {connect, odata, TenureError} from '../../clients/ts/src/index.ts';
import {address, headers} from './lib/here.ts';
import {model} from './lib/model.ts';
import {type Client, works} from './lib/work.ts';

const tenure = connect({server: address, workspace: 'default', headers: () => headers});

const client: Client = {
  name: 'clients/ts',
  async keys() {
    const keys: string[] = [];
    for await (const row of tenure.accounts.all({select: ['key']}, {pageSize: 1000})) keys.push(row.key);
    return keys;
  },
  async inStatus(status) {
    const page = await tenure.accounts.list({
      filter: odata`customer_status eq ${status}`,
      orderby: ['name'],
      top: 20,
      count: true,
    });
    assert.ok((page.count ?? 0) >= page.rows.length);
    return page.rows.map((row) => ({...row, customer_status: row.customer_status ?? null}));
  },
  async orders(account) {
    const row = await tenure.accounts.get(account, {select: ['key'], expand: {orders: {select: ['amount']}}});
    return row.orders.map((order) => order.amount ?? '');
  },
  async create(values) {
    await tenure.accounts.create(values);
  },
  async read(key) {
    const row = await tenure.accounts.get(key);
    return {...row, customer_status: row.customer_status ?? null};
  },
  async rename(key, name, etag) {
    const used = etag ?? (await tenure.accounts.get(key))['@odata.etag'] ?? '';
    const row = await tenure.accounts.update(key, {name}, used);
    assert.equal(row.name, name);
    return used;
  },
  async together(accounts, read) {
    const answers = await tenure.batch([
      ...accounts.map((body) => ({method: 'POST' as const, url: 'accounts', body, group: 'both'})),
      {method: 'GET', url: tenure.accounts.address(read)},
    ]);
    const row = answers.at(-1)?.body as {name: string} | undefined;
    return {created: answers.slice(0, -1).every((answer) => answer.status === 201), read: row?.name ?? null};
  },
  act: (account, action, parameters) => tenure.accounts.act(account, action as 'declare', parameters as {declaration: string}),
  refused(error) {
    assert.ok(error instanceof TenureError);
    return {...error, message: error.message};
  },
};
works(client);

it('its types are what the metadata of every pack says (write_model.ts writes them anew)', async () => {
  const kept = readFileSync(new URL('../../clients/ts/src/model.ts', import.meta.url), 'utf8');
  assert.equal(kept, await model());
});
