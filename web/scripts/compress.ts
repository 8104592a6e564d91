// Beside every file of the built page that is worth it: the same as .gz and .br. Where the compressed one
// is not smaller there is none.
import {globSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {brotliCompressSync, constants, gzipSync} from 'node:zlib';

const folder = process.argv[2] ?? 'dist';
for (const name of globSync('**/*.{html,js,css,svg,json}', {cwd: folder})) {
  const path = join(folder, name);
  const bytes = readFileSync(path);
  const packed: [string, Buffer][] = [
    ['gz', gzipSync(bytes, {level: 9})],
    ['br', brotliCompressSync(bytes, {params: {[constants.BROTLI_PARAM_SIZE_HINT]: bytes.length}})],
  ];
  for (const [ending, result] of packed) {
    if (result.length < bytes.length * 0.95) writeFileSync(`${path}.${ending}`, result);
  }
}
