// OASIS odata-csdl and odata-openapi read both spellings of the metadata; Spectral judges the OpenAPI documents.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {before, describe, it} from 'node:test';
import {promisify} from 'node:util';
import csdl from 'odata-csdl';
import openapi from 'odata-openapi';
import {metadata, packages} from './lib/generate.ts';
import {address, generated, headers} from './lib/here.ts';

const run = promisify(execFile);
type Json = Record<string, unknown>;
const folder = join(generated, 'openapi');

describe('the metadata', () => {
  let xml = '';
  let json: Json = {};
  before(async () => {
    xml = await metadata('xml');
    json = JSON.parse(await metadata('json')) as Json;
  });

  it('says the same in XML and in JSON (odata-csdl)', () => {
    const messages: unknown[] = [];
    const converted = csdl.xml2json(xml, {messages}) as Json;
    assert.deepEqual(messages, []);
    const schema = json.tenure as Json;
    const other = converted.tenure as Json;
    assert.deepEqual(Object.keys(other).sort(), Object.keys(schema).sort());
    for (const [name, element] of Object.entries(schema)) {
      assert.deepEqual(names(other[name]), names(element), name);
    }
  });

  it('becomes an OpenAPI document that Spectral accepts (odata-openapi)', async () => {
    const messages: unknown[] = [];
    const document = openapi.csdl2openapi(json, {messages, scheme: 'http', host: 'localhost', basePath: '/w/default/odata', openapiVersion: '3.1.0'});
    assert.deepEqual(messages, []);
    const paths = Object.keys((document as {paths: Json}).paths);
    assert.ok(paths.includes('/accounts') && paths.includes("/accounts('{key}')"), paths.slice(0, 5).join());
    await accepted('odata', document, 'converted.spectral.yaml', 'error');
  });
});

describe('the descriptions of the server itself', () => {
  for (const path of ['/openapi.json', '/w/default/openapi.json']) {
    it(`${path} is accepted by Spectral`, async () => {
      const response = await fetch(`${address}${path}`, {headers});
      assert.equal(response.status, 200);
      const document = (await response.json()) as {openapi: string};
      assert.match(document.openapi, /^3\.1\./);
      await accepted(path.replaceAll('/', '-'), document, 'spectral.yaml', 'warn');
    });
  }
});

function names(element: unknown): string[] {
  return Object.keys((element ?? {}) as Json).filter((name) => !name.startsWith('@')).sort();
}

async function accepted(name: string, document: unknown, ruleset: string, severity: 'warn' | 'error') {
  mkdirSync(folder, {recursive: true});
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(document, null, 1));
  const rules = new URL(ruleset, import.meta.url).pathname;
  try {
    await run(process.execPath, [join(packages, '@stoplight/spectral-cli/dist/index.js'), 'lint', '--ruleset', rules, '--fail-severity', severity, file]);
  } catch (error) {
    assert.fail((error as {stdout: string}).stdout);
  }
}
