// The work that every client does, whatever it is made of. A client's own file says how it does each step;
// what must come of it stands here.
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {called, customers, keyOf} from './server.ts';

export interface Account {
  key: string;
  name: string | null;
  customer_status: string | null;
}
export interface Reason {
  code: string;
  target?: string;
  message: string;
}
export interface Refused {
  status: number;
  code: string;
  message: string;
  reasons: Reason[];
}

export interface Client {
  name: string;
  // The keys of all accounts, page after page.
  keys(): Promise<string[]>;
  // How many accounts have this status; and one page of them, by name.
  inStatus(status: string): Promise<Account[]>;
  // The amounts of an account's orders, read with the account.
  orders(account: string): Promise<(string | number)[]>;
  create(values: {key: string; name: string; email: string}): Promise<void>;
  read(key: string): Promise<Account>;
  // Changes the name if nobody else did since it was read; gives the etag that it had and has used.
  rename(key: string, name: string, etag?: string): Promise<string>;
  // Two accounts in one request, both or none; and, beside them, one that is read.
  together?(accounts: {key: string; name: string}[], read: string): Promise<{created: boolean; read: string | null}>;
  // Actions of one account.
  act(account: string, action: string, parameters: Record<string, unknown>): Promise<unknown>;
  // What an error of this client's says.
  refused(error: unknown): Refused | Promise<Refused>;
}

let made = 0;
const fresh = (client: Client) => `N-${client.name.replace(/\W/g, '')}-${++made}`;

async function refusal(client: Client, work: () => Promise<unknown>): Promise<Refused> {
  let error: unknown;
  try {
    await work();
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error !== undefined, 'nothing was refused');
  return client.refused(error);
}

export function works(client: Client) {
  describe(client.name, () => {
    it('pages through ten thousand accounts', async () => {
      const keys = await client.keys();
      const first = new Set(keys.filter((key) => key.startsWith('A-')));
      assert.equal(first.size, customers, 'every account, and once');
      assert.equal(keys.length, new Set(keys).size, 'no account twice');
    });

    it('filters', async () => {
      const found = await client.inStatus('in_follow_up');
      assert.ok(found.length >= Math.min(called, 20));
      for (const account of found) assert.equal(account.customer_status, 'in_follow_up');
    });

    it('expands', async () => {
      const amounts = await client.orders(keyOf(7));
      assert.deepEqual(amounts.map(Number).sort(), [7.5, 7.5]);
    });

    it('creates and reads back', async () => {
      const key = fresh(client);
      await client.create({key, name: "O'Brien & בנו", email: `${key}@example.com`});
      const account = await client.read(key);
      assert.equal(account.name, "O'Brien & בנו");
      assert.equal(account.customer_status, 'new', 'HY-3: whoever creates it');
    });

    it('changes what nobody else has changed, and only that', async () => {
      const key = fresh(client);
      await client.create({key, name: 'First', email: `${key}@example.com`});
      const etag = await client.rename(key, 'Second');
      assert.equal((await client.read(key)).name, 'Second');
      const stale = await refusal(client, () => client.rename(key, 'Third', etag));
      assert.equal(stale.status, 412);
      assert.equal((await client.read(key)).name, 'Second');
    });

    if (client.together) {
      const together = client.together.bind(client);
      it('does several things in one request, all or none', async () => {
        const [a, b, c] = [fresh(client), fresh(client), fresh(client)];
        const done = await together([{key: a, name: 'One'}, {key: b, name: 'Two'}], keyOf(1));
        assert.deepEqual(done, {created: true, read: 'Customer 1, Ltd'});
        assert.equal((await client.read(b)).name, 'Two');
        const undone = await together([{key: c, name: 'Three'}, {key: a, name: 'Again'}], keyOf(1));
        assert.equal(undone.created, false);
        assert.equal((await refusal(client, () => client.read(c))).status, 404);
      });
    }

    it('calls an action', async () => {
      const key = fresh(client);
      await client.create({key, name: 'Called', email: `${key}@example.com`});
      await client.act(key, 'log_call', {note: 'Hello'});
      assert.equal((await client.read(key)).customer_status, 'in_follow_up', 'HY-4');
    });

    it('is refused and reads why, every reason at once', async () => {
      const key = fresh(client);
      await client.create({key, name: 'Refused', email: `${key}@example.com`});
      const said = await refusal(client, () => client.act(key, 'declare', {declaration: 'not_interested'}));
      assert.equal(said.status, 409);
      assert.deepEqual(said.reasons.map((reason) => reason.target).sort(), ['contact-log', 'reason'], 'HY-10, HY-11');
      assert.match(said.reasons[0]?.message ?? '', /contact log/);
      assert.equal((await client.read(key)).customer_status, 'new');
    });
  });
}

// {error: {code, message, details}} as the service says it.
export function refusedOf(status: number, body: unknown): Refused {
  const error = (body as {error?: Partial<Refused> & {details?: Reason[]}} | undefined)?.error;
  return {status, code: error?.code ?? '', message: error?.message ?? '', reasons: error?.details ?? []};
}
