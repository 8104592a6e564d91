// SAP Cloud SDK: its generator makes a class for every entity; its client knows etags and change sets.
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {executeHttpRequest} from '@sap-cloud-sdk/http-client';
import {asc} from '@sap-cloud-sdk/odata-v4';
import {folderFor, generate} from './lib/generate.ts';
import {address, headers} from './lib/here.ts';
import {type Client, refusedOf, works} from './lib/work.ts';

const {folder} = await folderFor('sap');
await generate(
  '@sap-cloud-sdk/generator/dist/cli.js',
  ...['--input', join(folder, 'in'), '--outputDir', join(folder, 'out')],
  ...['--transpile', '--overwrite', '--skipValidation'],
);
// Its types are made while the test runs: this file cannot name them.
type Any = any;
const made: Any = createRequire(import.meta.url)(join(folder, 'out', 'tenure', 'index.js'));
const {accountsApi, ordersApi, batch, changeset}: Any = made.tenure();
const base = '/w/default/odata';
const destination = {url: address};
const send = (request: Any): Promise<Any> =>
  request.setBasePath(base).addCustomHeaders(headers).skipCsrfTokenFetching().execute(destination);
const accounts = () => accountsApi.requestBuilder();
const {schema} = accountsApi;

const client: Client = {
  name: '@sap-cloud-sdk',
  async keys() {
    const keys: string[] = [];
    for (;;) {
      const page = accounts().getAll().select(schema.KEY).orderBy(asc(schema.KEY));
      const rows = await send(page.top(1000).skip(keys.length).addCustomHeaders({Prefer: 'odata.maxpagesize=1000'}));
      keys.push(...rows.map((row: Any) => row.key));
      if (rows.length === 0) return keys;
    }
  },
  async inStatus(status) {
    const rows = await send(accounts().getAll().filter(schema.CUSTOMER_STATUS.equals(status)).top(20));
    return rows.map((row: Any) => ({key: row.key, name: row.name, customer_status: row.customerStatus}));
  },
  async orders(account) {
    const row = await send(accounts().getByKey(account).select(schema.KEY).expand(schema.ORDERS.select(ordersApi.schema.AMOUNT)));
    return row.orders.map((order: Any) => order.amount.toString());
  },
  async create(values) {
    await send(accounts().create(accountsApi.entityBuilder().fromJson(values)));
  },
  async read(key) {
    const row = await send(accounts().getByKey(key));
    return {key: row.key, name: row.name, customer_status: row.customerStatus};
  },
  async rename(key, name, etag) {
    const row = await send(accounts().getByKey(key));
    const used = etag ?? row.versionIdentifier;
    row.name = name;
    await send(accounts().update(row.setVersionIdentifier(used)));
    return used;
  },
  async together(both, read) {
    const creations = both.map((values) => accounts().create(accountsApi.entityBuilder().fromJson(values)).setBasePath(base));
    const [changes, row] = await send(batch(changeset(...creations), accounts().getByKey(read).setBasePath(base)));
    // After a part that failed the rest is not done, and so not answered.
    return {created: changes.isSuccess(), read: row?.isSuccess() ? row.as(accountsApi)[0].name : null};
  },
  // It makes operations only of imports; what is bound to a record is called by its HTTP client.
  act: (account, action, parameters) =>
    executeHttpRequest(
      destination,
      {
        method: 'post',
        url: `${base}/accounts('${account}')/tenure.${action}`,
        headers,
        data: parameters,
      },
      {fetchCsrfToken: false},
    ),
  refused(error) {
    let cause = error as Any;
    while (cause && !cause.response) cause = cause.cause;
    return refusedOf(cause?.response.status, cause?.response.data);
  },
};
works(client);
