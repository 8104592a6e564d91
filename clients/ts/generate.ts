//   node generate.ts METADATA.json… > src/model.ts
// Runs on plain Node and needs no package.
import {readFileSync} from 'node:fs';
import {argv, exit, stderr, stdout} from 'node:process';
import {generate, type Json} from './generator.ts';

const files = argv.slice(2);
if (files.length === 0) {
  stderr.write('usage: node generate.ts METADATA.json… > src/model.ts\n');
  exit(64);
}
stdout.write(generate(files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Json)));
