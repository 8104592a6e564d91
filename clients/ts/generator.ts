// Metadata (CSDL JSON) → the types of src/model.ts: every entity, the sets, the operations. Of several
// documents (workspaces with different packs) what all have is required and what only some have is
// optional.

export type Json = Record<string, unknown>;
interface Element extends Json {
  $Kind?: string;
  $Type?: string;
  $Collection?: boolean;
  $Nullable?: boolean;
  $Name?: string;
  $OpenType?: boolean;
}

const description = '@Org.OData.Core.V1.Description';
const permissions = '@Org.OData.Core.V1.Permissions';
const computed = '@Org.OData.Core.V1.Computed';
const allowedValues = '@Org.OData.Validation.V1.AllowedValues';

// Decimals and 64-bit integers travel as text (IEEE754Compatible): a double would not hold them.
const primitives: Record<string, string> = {
  'Edm.String': 'string',
  'Edm.Boolean': 'boolean',
  'Edm.Byte': 'number',
  'Edm.Int16': 'number',
  'Edm.Int32': 'number',
  'Edm.Int64': 'Int64',
  'Edm.Decimal': 'Decimal',
  'Edm.Double': 'number',
  'Edm.Date': 'Day',
  'Edm.DateTimeOffset': 'Instant',
  'Edm.TimeOfDay': 'string',
  'Edm.Duration': 'Duration',
  'Edm.Guid': 'string',
};

interface Field {
  type: string;
  nullable: boolean;
  readOnly: boolean;
  title: string;
  in: number; // how many documents have it
}
interface Link {
  target: string;
  many: boolean;
  nullable: boolean;
  in: number;
}
interface Type {
  entity: boolean;
  open: boolean;
  key: string[];
  fields: Map<string, Field>;
  links: Map<string, Link>;
  title: string;
  in: number;
}
interface Operation {
  kind: 'action' | 'function';
  binding: string; // entity type; '' = none
  ofSet: boolean;
  parameters: Map<string, Field>;
  returns: string;
  title: string;
  in: number;
}
interface Model {
  types: Map<string, Type>;
  operations: Map<string, Operation>; // "account.declare", "accounts.allocate", "merge"
  sets: Map<string, string>;
  documents: number;
}

const pascal = (name: string) =>
  name.replace(/(^|_)([a-z0-9])/g, (_, _start, letter: string) => letter.toUpperCase());
const text = (value: unknown) => (typeof value === 'string' ? value : '');

class Reader {
  readonly model: Model = {types: new Map(), operations: new Map(), sets: new Map(), documents: 0};

  read(document: Json) {
    const [namespace, container] = text(document.$EntityContainer).split('.');
    const schema = document[namespace ?? ''] as Json | undefined;
    if (!namespace || !container || !schema) throw new Error('this is no metadata document');
    this.model.documents += 1;
    const sets = new Map<string, string>();
    for (const [name, set] of members(schema[container] as Json)) {
      if (set.$Collection && set.$Type) sets.set(text(set.$Type).split('.').pop() ?? '', name);
    }
    for (const [type, set] of sets) this.model.sets.set(set, type);
    for (const [name, element] of Object.entries(schema)) {
      if (Array.isArray(element)) {
        for (const overload of element as Element[])
          this.operation(namespace, name, overload, sets);
      } else if (['EntityType', 'ComplexType'].includes(text((element as Element).$Kind))) {
        this.type(namespace, name, element as Element);
      }
    }
  }

  private type(namespace: string, name: string, element: Element) {
    const entity = element.$Kind === 'EntityType';
    const type = getOrMake(this.model.types, name, () => ({
      entity,
      open: element.$OpenType === true,
      key: (element.$Key as string[] | undefined) ?? [],
      fields: new Map(),
      links: new Map(),
      title: text(element[description]),
      in: 0,
    }));
    type.in += 1;
    for (const [member, about] of members(element)) {
      if (about.$Kind === 'NavigationProperty') {
        const link = getOrMake(type.links, member, () => ({
          target: text(about.$Type).replace(`${namespace}.`, ''),
          many: about.$Collection === true,
          nullable: about.$Nullable === true,
          in: 0,
        }));
        link.in += 1;
      } else {
        this.field(type.fields, namespace, member, about);
      }
    }
  }

  // What one document calls nullable is nullable; choices are those of all.
  private field(fields: Map<string, Field>, namespace: string, name: string, about: Element) {
    const type = typeOf(namespace, about);
    const field = getOrMake(fields, name, () => ({
      type,
      nullable: false,
      readOnly: true,
      title: text(about[description]),
      in: 0,
    }));
    field.in += 1;
    field.nullable ||= about.$Nullable === true;
    field.readOnly &&= about[computed] === true || about[permissions] === 'Read';
    if (field.type !== type) field.type = merge(field.type, type);
  }

  private operation(namespace: string, name: string, about: Element, sets: Map<string, string>) {
    const parameters = [...((about.$Parameter as Element[] | undefined) ?? [])];
    const binding = about.$IsBound ? parameters.shift() : undefined;
    const bound = text(binding?.$Type).replace(`${namespace}.`, '');
    const ofSet = binding?.$Collection === true;
    const id = bound ? `${ofSet ? (sets.get(bound) ?? bound) : bound}.${name}` : name;
    const operation = getOrMake(this.model.operations, id, () => ({
      kind: about.$Kind === 'Function' ? ('function' as const) : ('action' as const),
      binding: bound,
      ofSet,
      parameters: new Map(),
      returns: about.$ReturnType ? typeOf(namespace, about.$ReturnType as Element) : 'undefined',
      title: text(about[description]),
      in: 0,
    }));
    operation.in += 1;
    for (const parameter of parameters) {
      this.field(operation.parameters, namespace, text(parameter.$Name), parameter);
    }
  }
}

function members(element: Json): [string, Element][] {
  return Object.entries(element).filter(
    ([name, about]) => /^[A-Za-z_]\w*$/.test(name) && typeof about === 'object' && about !== null,
  ) as [string, Element][];
}

function getOrMake<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

function typeOf(namespace: string, about: Element): string {
  const name = about.$Type ?? 'Edm.String';
  let type = primitives[name];
  if (!type) {
    if (!name.startsWith(`${namespace}.`)) throw new Error(`no type for ${name}`);
    type = pascal(name.slice(namespace.length + 1));
  }
  const choices = about[allowedValues] as {Value: unknown}[] | undefined;
  if (choices && type === 'string') type = choices.map((choice) => `'${choice.Value}'`).join(' | ');
  if (!about.$Collection) return type;
  return type.includes('|') ? `(${type})[]` : `${type}[]`;
}

// Two lists of choices are one; a list and any text is any text.
function merge(a: string, b: string): string {
  if (!a.includes("'") || !b.includes("'")) return a.length < b.length ? a : b;
  return [...new Set([...a.split(' | '), ...b.split(' | ')])].join(' | ');
}

function write(model: Model): string {
  const lines: string[] = [
    '// Made by generate.ts from the metadata of a running server. Do not edit.\n' +
      '// biome-ignore-all lint: made by a program\n' +
      '// biome-ignore-all format: made by a program',
  ];
  const comment = (title: string) => (title ? [`/** ${title.replaceAll('*/', '* /')} */`] : []);
  const names = [...model.types.keys()].sort();
  const fieldLine = (name: string, field: Field, indent = '  ') => {
    const readOnly = field.readOnly ? 'readonly ' : '';
    const optional = field.in < model.documents ? '?' : '';
    return `${indent}${readOnly}${name}${optional}: ${field.type}${field.nullable ? ' | null' : ''};`;
  };
  for (const name of names) {
    const type = model.types.get(name) as Type;
    lines.push(...comment(type.title), `export interface ${pascal(name)} {`);
    for (const [field, about] of type.fields) {
      lines.push(...comment(about.title).map((line) => `  ${line}`), fieldLine(field, about));
    }
    if (type.open) lines.push('  [member: string]: unknown;');
    lines.push('}', '');
    if (!type.entity) continue;
    lines.push(`export interface ${pascal(name)}Links {`);
    for (const [link, about] of type.links) {
      const target = pascal(about.target);
      lines.push(
        `  ${link}: ${about.many ? `Many<'${about.target}', ${target}>` : `One<'${about.target}', ${target}>`};`,
      );
    }
    lines.push('}', '');
  }
  lines.push(
    '// A way from one entity to others: to one of them, or to many.',
    'export interface One<Name extends string, Target> {name: Name; target: Target; many: false}',
    'export interface Many<Name extends string, Target> {name: Name; target: Target; many: true}',
    '',
    'export interface Entities {',
    ...names
      .filter((name) => model.types.get(name)?.entity)
      .map((name) => `  ${name}: {row: ${pascal(name)}; links: ${pascal(name)}Links};`),
    '}',
    '',
    '// Entity set → entity type.',
    'export interface Sets {',
    ...[...model.sets].sort().map(([set, type]) => `  ${set}: '${type}';`),
    '}',
    '',
    'export const sets: Record<keyof Sets, {type: keyof Entities; key: string}> = {',
    ...[...model.sets]
      .sort()
      .map(
        ([set, type]) =>
          `  ${set}: {type: '${type}', key: '${model.types.get(type)?.key[0] ?? ''}'},`,
      ),
    '};',
    '',
  );
  for (const [title, wanted] of [
    ['RowOperations', (o: Operation) => o.binding !== '' && !o.ofSet],
    ['SetOperations', (o: Operation) => o.ofSet],
    ['Operations', (o: Operation) => o.binding === ''],
  ] as const) {
    lines.push(`export interface ${title} {`);
    for (const [id, operation] of [...model.operations].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (!wanted(operation)) continue;
      const parameters = [...operation.parameters].map(([name, field]) => {
        const optional = field.nullable || field.in < operation.in;
        return `${name}${optional ? '?' : ''}: ${field.type}${field.nullable ? ' | null' : ''}`;
      });
      lines.push(
        ...comment(operation.title).map((line) => `  ${line}`),
        `  '${id}': {kind: '${operation.kind}'; parameters: {${parameters.join('; ')}}; returns: ${operation.returns}};`,
      );
    }
    lines.push('}', '');
  }
  const functions = [...model.operations]
    .filter(([, operation]) => operation.kind === 'function')
    .map(([id]) => `'${id}'`)
    .sort();
  lines.push(
    '// These only read: they are asked for, not carried out.',
    `export const functions: ReadonlySet<string> = new Set([${functions.join(', ')}]);`,
  );
  const body = `${lines.slice(1).join('\n')}\n`;
  const values = ['Day', 'Decimal', 'Duration', 'Instant', 'Int64'].filter((name) =>
    new RegExp(`: [^']*\\b${name}\\b`).test(body),
  );
  const imports = `import type {${values.join(', ')}} from './values.ts';`;
  return `${[lines[0], ...(values.length > 0 ? [imports] : []), ''].join('\n')}\n${body}`;
}

export function generate(documents: Json[]): string {
  const reader = new Reader();
  for (const document of documents) reader.read(document);
  return write(reader.model);
}
