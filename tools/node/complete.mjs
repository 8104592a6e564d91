// node complete.mjs FOLDER: is everything there that the lockfile says this machine needs? npm leaves out
// optional packages that it could not fetch, among them the machine's own builds of compilers, and says
// nothing. Status 1 with their names when some are missing.
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';

const folder = process.argv[2];
const {packages} = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
const libc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
const list = (value) => (value === undefined ? [] : [value].flat());
const fits = (value, allowed) =>
  list(allowed).every((name) => name !== `!${value}`) &&
  (list(allowed).every((name) => name.startsWith('!')) || list(allowed).includes(value));

const missing = Object.entries(packages)
  .filter(([path, about]) => path !== '' && !about.link && !about.peer)
  .filter(([, {os, cpu, libc: of}]) => fits(process.platform, os) && fits(process.arch, cpu) && fits(libc, of))
  .filter(([path, about]) => !existsSync(join(folder, path)) && !(about.optional && !about.os && !about.cpu))
  .map(([path]) => path.replace(/^.*node_modules\//, ''));
if (missing.length > 0) {
  console.error(`npm has left out: ${missing.join(', ')}`);
  process.exit(1);
}
