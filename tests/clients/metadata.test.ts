// The metadata of every pack, with properties that an administrator added, against the published schemas: XML against
// the XSD, JSON against the JSON schema, every annotation against the vocabularies.
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, it} from 'node:test';
import {promisify} from 'node:util';
import {Ajv} from 'ajv';
import {generated} from './lib/here.ts';
import {packs, startServer} from './lib/server.ts';

const run = promisify(execFile);
type Json = Record<string, unknown>;
const shared = new URL('../../../shared/data/odata/', import.meta.url).pathname;
const absent = existsSync(join(shared, 'csdl_schemas')) ? false : 'there is no ../shared/data/odata/csdl_schemas beside the repository';
const added = [
  ['club_since', 'date', '--title', 'Since'],
  ['tier', 'choice', '--choice', 'silver=Silver', '--choice', 'gold=Gold'],
  ['points', 'int'],
  ['bond', 'decimal'],
  ['welcomed', 'instant'],
  ['vip', 'bool'],
  ['motto', 'string', '--title-he', 'מוטו'],
];

async function metadataOf(pack: string): Promise<{xml: string; json: Json}> {
  const server = await startServer(pack, false, [], added.map((given) => ['property', 'add', ...given]));
  try {
    const read = async (format: string) => {
      const response = await fetch(`${server.odata}$metadata?$format=${format}`, {headers: server.headers});
      assert.equal(response.status, 200);
      return response.text();
    };
    return {xml: await read('xml'), json: JSON.parse(await read('json')) as Json};
  } finally {
    await server.stop();
  }
}

describe('the metadata against the published schemas', {skip: absent}, () => {
  it('a term, a member and a choice that no vocabulary has are found', () => {
    const faults: string[] = [];
    const said = {'@Org.OData.Core.V1.Nothing': true, 'name@Org.OData.Core.V1.Revisions': [{Nothing: 1}], '@Org.OData.Core.V1.Permissions': 'Nothing'};
    annotations(said, vocabularies({tenure: {}}), faults);
    assert.equal(faults.length, 3, faults.join());
  });
  for (const pack of packs) {
    it(`${pack}: XML by the XSD, JSON by the JSON schema, annotations by the vocabularies`, async () => {
      const {xml, json} = await metadataOf(pack);
      for (const [name] of added) assert.match(xml, new RegExp(`<Property Name="${name}"`));
      await validXml(pack, xml);
      validJson(json);
      const faults: string[] = [];
      annotations(json, vocabularies(json), faults);
      assert.deepEqual([...new Set(faults)], []);
    });
  }
});

async function validXml(name: string, xml: string) {
  mkdirSync(generated, {recursive: true});
  const file = join(generated, `${name}.edmx`);
  writeFileSync(file, xml);
  await run('xmllint', ['--nonet', '--noout', '--schema', join(shared, 'csdl_schemas/edmx.xsd'), file]).catch((error: {code: unknown; stderr: string}) => {
    assert.fail(error.code === 'ENOENT' ? 'xmllint is not installed: tools/setup quick' : error.stderr);
  });
}

function validJson(document: Json) {
  const schema = JSON.parse(readFileSync(join(shared, 'csdl_schemas/csdl.schema.json'), 'utf8')) as Json;
  const check = new Ajv({strict: false, allErrors: true}).compile(schema);
  assert.ok(check(document), JSON.stringify(check.errors?.slice(0, 5), null, 1));
}

// What each namespace has, by its full name and by the alias that the document gives it.
function vocabularies(document: Json): Map<string, Json> {
  const known = new Map<string, Json>();
  for (const file of readdirSync(join(shared, 'vocabularies'))) {
    if (!file.endsWith('.json')) continue;
    const text = JSON.parse(readFileSync(join(shared, 'vocabularies', file), 'utf8')) as Json;
    for (const [namespace, schema] of Object.entries(text)) if (!namespace.startsWith('$')) known.set(namespace, schema as Json);
  }
  for (const reference of Object.values((document.$Reference ?? {}) as Record<string, {$Include?: {$Namespace: string; $Alias?: string}[]}>)) {
    for (const {$Namespace, $Alias} of reference.$Include ?? []) {
      const schema = known.get($Namespace);
      if (schema && $Alias) known.set($Alias, schema);
    }
  }
  known.set('tenure', document.tenure as Json);
  return known;
}

// Every "@Namespace.Term" of the document: the vocabulary has it as a term, and the members of what it says are
// those of the term's type.
function annotations(node: unknown, known: Map<string, Json>, faults: string[]) {
  if (Array.isArray(node)) for (const item of node) annotations(item, known, faults);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  for (const [name, value] of Object.entries(node as Json)) {
    const at = name.indexOf('@');
    if (at >= 0) check(name.slice(at + 1), value, known, faults);
    annotations(value, known, faults);
  }
}

function check(name: string, value: unknown, known: Map<string, Json>, faults: string[]) {
  const path = name.split('#')[0] ?? '';
  const dot = path.lastIndexOf('.');
  const term = known.get(path.slice(0, dot))?.[path.slice(dot + 1)] as Json | undefined;
  if (term?.$Kind !== 'Term') faults.push(`no vocabulary has the term ${path}`);
  else members(path, String(term.$Type ?? 'Edm.String'), value, known, faults);
}

function members(path: string, type: string, value: unknown, known: Map<string, Json>, faults: string[]) {
  if (Array.isArray(value)) for (const item of value) members(path, type, item, known, faults);
  const declared = find(type, known);
  if (typeof value === 'string' && declared?.$Kind === 'EnumType') {
    for (const member of value.split(',')) if (!(member.trim() in declared)) faults.push(`${path}: ${type} has no ${member}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || declared?.$Kind !== 'ComplexType') return;
  for (const [name, inner] of Object.entries(value as Json)) {
    if (name.startsWith('@') || name.startsWith('$')) continue;
    const member = member_of(declared, name, known);
    if (!member) faults.push(`${path}: ${type} has no ${name}`);
    else members(`${path}/${name}`, String(member.$Type ?? 'Edm.String'), inner, known, faults);
  }
}

function member_of(type: Json, name: string, known: Map<string, Json>): Json | undefined {
  if (name in type) return type[name] as Json;
  const base = typeof type.$BaseType === 'string' ? find(type.$BaseType, known) : undefined;
  return base && member_of(base, name, known);
}

// "Capabilities.X", by the aliases that the vocabularies use among themselves.
function find(type: string, known: Map<string, Json>): Json | undefined {
  const dot = type.lastIndexOf('.');
  const namespace = type.slice(0, dot);
  const own = known.get(namespace) ?? known.get(`Org.OData.${namespace}.V1`);
  return own?.[type.slice(dot + 1)] as Json | undefined;
}
