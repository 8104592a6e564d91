// text/web.txt → generated/messages/{en,he}.ts, and codes.ts with the type of every code's
// arguments: a code that the catalogue lacks does not compile. Fails (status 1) with the faults of the
// catalogue, and with the codes that nothing uses.
import {globSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {type Message, readCatalogue} from './catalogue.ts';

const web = new URL('../', import.meta.url);
const source = new URL('../text/web.txt', web);
const {rows, faults} = readCatalogue(readFileSync(source, 'utf8'));

const code = globSync('src/**/*.{ts,tsx}', {cwd: web})
  .map((path) => readFileSync(new URL(path, web), 'utf8'))
  .join('\n');
// Codes are written whole ('web.save') or as the head of a family (`web.role.${role}`).
const families = new Set(
  [...code.matchAll(/`(web\.[a-z0-9_.-]*\.)\$\{/g)].map((match) => match[1]),
);
for (const row of rows) {
  const family = row.code.slice(0, row.code.lastIndexOf('.') + 1);
  if (!code.includes(`'${row.code}'`) && !families.has(family)) {
    faults.push(`${row.line}: nothing uses '${row.code}'`);
  }
}
if (faults.length > 0) {
  for (const fault of faults) console.error(`text/web.txt:${fault}`);
  process.exit(1);
}

const folder = new URL('generated/messages/', web);
mkdirSync(folder, {recursive: true});

function write(name: string, text: string) {
  const file = new URL(name, folder);
  const note = '// Made by scripts/messages.ts from text/web.txt.\n';
  let old = '';
  try {
    old = readFileSync(file, 'utf8');
  } catch {
    // the first time
  }
  if (old !== note + text) writeFileSync(file, note + text);
}

function messages(pick: (row: (typeof rows)[number]) => Message): string {
  const table = Object.fromEntries(rows.map((row) => [row.code, pick(row)]));
  return `import type {Messages} from '@/i18n/message.ts';\nexport default ${JSON.stringify(table)} as Messages;\n`;
}

write(
  'en.ts',
  messages((row) => row.english),
);
write(
  'he.ts',
  messages((row) => row.hebrew),
);
write(
  'codes.ts',
  `export interface Codes {\n${rows
    .map((row) => {
      const names = [...row.names].map(
        ([name, kind]) => `${name}: ${kind === 'number' ? 'number' : 'string | number'}`,
      );
      return `  '${row.code}': ${names.length > 0 ? `{${names.join('; ')}}` : 'undefined'};\n`;
    })
    .join('')}}\n`,
);
