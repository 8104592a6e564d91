// What the browser fetches before it asks for data: the entry, what it imports at once, the styles and
// the larger of the languages; and until it shows the board that it asked for. Fails (status 1) above the limits.
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';

// bytes, compressed
const limit = 150_000;
const limitOfBoard = 250_000;
const dist = pathToFileURL(`${resolve(process.argv[2] ?? 'dist')}/`);
interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
  isEntry?: boolean;
}
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<
  string,
  Chunk
>;
const size = (file: string) => gzipSync(readFileSync(new URL(file, dist)), {level: 9}).length;

const files = new Set<string>(['index.html']);
function take(name: string) {
  const chunk = manifest[name];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const style of chunk.css ?? []) files.add(style);
  for (const next of chunk.imports ?? []) take(next);
}
for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) take(name);
const languages = Object.entries(manifest)
  .filter(([name]) => name.includes('generated/messages/'))
  .map(([, chunk]) => size(chunk.file));
// The first view and the frame are fetched by the entry as soon as it knows who is here.
const first = Object.keys(manifest).filter(
  (name) => name.startsWith('src/views/') && manifest[name]?.isEntry !== true,
);
for (const name of first.filter((view) => /src\/views\/(signed_in|board)\.tsx$/.test(view)))
  take(name);

function weigh(what: string, some: Iterable<string>, most: number, before = 0): number {
  let sum = before;
  for (const file of some) {
    const bytes = size(file);
    sum += bytes;
    console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}`);
  }
  console.log(`${(sum / 1000).toFixed(1).padStart(8)} kB ${what}, of ${most / 1000}`);
  if (sum > most) {
    console.error(`Too heavy: ${what}.`);
    process.exitCode = 1;
  }
  return sum;
}

const firstView = new Set(files);
const sum = weigh('before data', firstView, limit, Math.max(0, ...languages));
for (const name of ['src/board/board.tsx', 'src/board/board_tools.tsx']) take(name);
weigh(
  'with the board',
  [...files].filter((file) => !firstView.has(file)),
  limitOfBoard,
  sum,
);
