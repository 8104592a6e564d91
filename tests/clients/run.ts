// Starts a server with ten thousand customers in it and lets the clients work at it.
//   TENURE=…/tenure node run.ts [file…]       status: 0 all passed, 77 nothing to run them at
import {execFileSync, spawn} from 'node:child_process';
import {globSync} from 'node:fs';
import {startServer} from './lib/server.ts';

const here = new URL('.', import.meta.url).pathname;
const wanted = process.argv.slice(2);
const files = wanted.length > 0 ? wanted : globSync('*.test.ts', {cwd: here}).sort();

const program = process.env.TENURE ?? '';
if (!/^ *serve\b/m.test(execFileSync(program, ['--help'], {encoding: 'utf8'}))) {
  console.error(`${program} has no command 'serve' to work at.`);
  process.exit(77);
}
const server = await startServer();
const tests = spawn(
  process.execPath,
  ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files],
  {
    cwd: here,
    stdio: 'inherit',
    env: {
      ...process.env,
      TENURE_ADDRESS: server.address,
      TENURE_ODATA: server.odata,
      TENURE_HEADERS: JSON.stringify(server.headers),
      NO_COLOR: '1',
    },
  },
);
const status = await new Promise<number>((done) => tests.on('exit', (code) => done(code ?? 1)));
await server.stop();
process.exit(status);
