// Runs the tests of the page, each file with a server of its own.
//   TENURE=…/tenure node run.ts [file…]    status: 0 all passed, 77 no browser to look with
//   CHROMIUM=another browser than /usr/bin/chromium-headless-shell
//   PAGE_SCREENS=folder for the pictures
//   PAGE_PATIENCE=5 on a machine that is busy with other work: waits so many times as long
//   PAGE_WORKERS=2 so many files at a time
//   PAGE_DIST=folder of a page that was built by itself, instead of the program's own
import {spawn} from 'node:child_process';
import {existsSync, globSync, mkdirSync} from 'node:fs';
import {program, screens} from './lib/browser.ts';

const here = new URL('.', import.meta.url).pathname;
const wanted = process.argv.slice(2);
const files = wanted.length > 0 ? wanted : globSync('*.test.ts', {cwd: here}).sort();
if (!existsSync(program)) {
  console.error(`There is no ${program} to look with.`);
  process.exit(77);
}
mkdirSync(screens, {recursive: true});
const tests = spawn(
  process.execPath,
  ['--test', `--test-concurrency=${process.env.PAGE_WORKERS ?? 1}`, '--test-reporter=spec', ...files],
  {cwd: here, stdio: 'inherit', env: {...process.env, NO_COLOR: '1'}},
);
tests.on('exit', (code) => process.exit(code ?? 1));
