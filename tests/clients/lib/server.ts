// A server of our own: a fresh store with ten thousand customers in it, served on a free port of this
// machine; gone when the tests are.
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';

const run = promisify(execFile);
const tenure = process.env.TENURE;

export const customers = 10_000;
export const called = customers / 4; // every fourth has been called and is in follow-up
export const ordering = 100; // the first of them have two orders each
export const keyOf = (n: number) => `A-${String(n).padStart(5, '0')}`;

export interface Server {
  address: string; // http://127.0.0.1:PORT
  odata: string; // of the workspace, with '/' at its end
  headers: Record<string, string>; // that say who asks: the owner
  stop: () => Promise<void>;
}

export const packs = ['hyper', 'leanscale', 'prospectsoft', 'tempworks'];

// Nobody has come in yet.
export interface FreshServer {
  address: string;
  link: string; // by which the first owner comes in
  stop: () => Promise<void>;
}

// With the ten thousand customers, or (another pack, for its metadata alone) empty.
// `before`: commands that the store is made with.
export async function startServer(
  pack = 'hyper',
  full = true,
  more: string[] = [],
  before: string[][] = [],
  timeZone = 'UTC',
): Promise<Server> {
  const {address, link, stop} = await startFresh(pack, full, more, before, timeZone);
  return {address, odata: `${address}/w/default/odata/`, headers: await comeIn(address, link.split('#')[1] ?? ''), stop};
}

export async function startFresh(
  pack = 'hyper',
  full = false,
  more: string[] = [],
  before: string[][] = [],
  timeZone = 'UTC',
): Promise<FreshServer> {
  if (!tenure) throw new Error('TENURE names no program');
  const folder = mkdtempSync(join(tmpdir(), 'tenure-clients-'));
  const store = join(folder, 'clients.db');
  const command = async (...given: string[]) => {
    const {stdout} = await run(tenure, ['--db', store, ...given], {maxBuffer: 64 << 20});
    return stdout;
  };
  await command('init', '--pack', pack, '--time-zone', timeZone);
  for (const given of before) await command(...given);
  if (full) await fill(folder, command);
  return serve(store, more, () => rmSync(folder, {recursive: true, force: true}));
}

// A store that is there already and has no owner yet; it stays.
export async function startAt(store: string): Promise<Server> {
  const {address, link, stop} = await serve(store, [], () => {});
  return {address, odata: `${address}/w/default/odata/`, headers: await comeIn(address, link.split('#')[1] ?? ''), stop};
}

async function serve(store: string, more: string[], leave: () => void): Promise<FreshServer> {
  if (!tenure) throw new Error('TENURE names no program');
  const process = spawn(tenure, ['--db', store, 'serve', '--listen', '127.0.0.1:0', '--log-level', 'error', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The link of the first run, by which the owner comes in: ADDRESS/app/setup#TOKEN
  const [link, address = ''] = await says(process, /(https?:\/\/127\.0\.0\.1:\d+)\/app\/setup#\S+/);
  const tell = (code: number | null, signal: string | null) =>
    console.error(`tenure serve ended by itself: ${signal ?? `status ${code}`}`);
  process.on('exit', tell);
  return {
    address,
    link,
    stop: () => {
      process.off('exit', tell);
      return stop(process, leave);
    },
  };
}

async function comeIn(address: string, token: string): Promise<Record<string, string>> {
  const response = await fetch(`${address}/setup`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({
      token,
      user: 'owner',
      name: 'Owner',
      email: 'owner@example.com',
      language: 'en',
      password: 'correct horse battery staple',
    }),
  });
  if (!response.ok) throw new Error(`/setup: ${response.status} ${await response.text()}`);
  const {csrf} = (await response.json()) as {csrf: string};
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return {Cookie: cookies.join('; '), 'X-CSRF-Token': csrf};
}

// Waits until the server says something like this.
function says(process: ChildProcess, wanted: RegExp): Promise<RegExpExecArray> {
  return new Promise((found, failed) => {
    let said = '';
    const listen = (line: string) => {
      said += `${line}\n`;
      const match = wanted.exec(line);
      if (match) found(match);
    };
    for (const stream of [process.stdout, process.stderr]) {
      if (stream) createInterface({input: stream}).on('line', listen);
    }
    process.on('exit', (code) => failed(new Error(`tenure serve ended (${code}): ${said}`)));
    process.on('error', failed);
  });
}

function stop(process: ChildProcess, leave: () => void): Promise<void> {
  return new Promise((done) => {
    process.on('exit', () => {
      leave();
      done();
    });
    process.kill('SIGTERM');
  });
}

async function fill(folder: string, command: (...given: string[]) => Promise<string>) {
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const rows = Array.from({length: customers}, (_, index) => index + 1);
  const head = 'file: {delimiter: comma, encoding: utf-8, header: true}\n';
  const accounts = file(
    'accounts.csv',
    `no,name,email,created_on\n${rows
      .map((n) => `${keyOf(n)},"Customer ${n}, Ltd",c${n}@example.com,2026-01-${String((n % 28) + 1).padStart(2, '0')}\n`)
      .join('')}`,
  );
  const accountsMap = file(
    'accounts.yaml',
    `import: accounts\n${head}columns:\n  created_on: {type: instant, format: "%Y-%m-%d"}\naccount:\n  key: no\n  create: true\n  created_at: created_on\n  fields:\n    name: name\n    email: email\n`,
  );
  await command('import', accounts, '--map', accountsMap);

  const calls = file(
    'calls.csv',
    `call_no,no,called_at\n${rows
      .filter((n) => n <= called)
      .map((n) => `T-${n},${keyOf(n)},2026-02-01 10:00:00\n`)
      .join('')}`,
  );
  const callsMap = file(
    'calls.yaml',
    `import: calls\n${head}columns:\n  called_at: {type: instant, format: "%Y-%m-%d %H:%M:%S"}\naccount:\n  key: no\n  create: false\nfacts:\n  - kind: call.logged\n    key: call_no\n    at: called_at\n    fields: {activity: call_no}\n`,
  );
  await command('import', calls, '--map', callsMap);

  const orders = file(
    'orders.csv',
    `order_no,no,placed_at,amount\n${rows
      .filter((n) => n <= ordering)
      .flatMap((n) => [1, 2].map((i) => `O-${n}-${i},${keyOf(n)},2026-03-0${i} 10:00:00,${n}.50\n`))
      .join('')}`,
  );
  const ordersMap = file(
    'orders.yaml',
    `import: orders\n${head}columns:\n  placed_at: {type: instant, format: "%Y-%m-%d %H:%M:%S"}\n  amount: {type: decimal}\naccount:\n  key: no\n  create: false\nfacts:\n  - kind: order.placed\n    key: order_no\n    at: placed_at\n    fields: {order: order_no, amount: amount}\n`,
  );
  await command('import', orders, '--map', ordersMap);
}
