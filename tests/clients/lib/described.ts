// A client made of nothing but the server's own description: it knows operations by their ids, and holds every body
// that is sent and every one that comes back to the published schemas.
import assert from 'node:assert/strict';
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

export type Json = Record<string, unknown>;
type Schema = Json & {$ref?: string; properties?: Json; type?: unknown};
interface Content {
  schema?: Schema;
  'x-itemSchema'?: Schema;
  'x-events'?: Record<string, Schema>;
}
export interface Operation {
  operationId: string;
  parameters?: Json[];
  requestBody?: {required: boolean; content: Record<string, Content>};
  responses: Record<string, {$ref?: string; content?: Record<string, Content>}>;
}
export interface Found {
  id: string;
  path: string;
  method: string;
  operation: Operation;
}
export interface Call {
  keys?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  type?: string; // of the body; else JSON
  accept?: string;
  wrong?: boolean; // it must be refused: by the schema and by the server
  open?: boolean; // the answer may have members that are not described: names that the request made up
}
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Json;
}

export class Described {
  readonly operations = new Map<string, Found>();
  called = new Set<string>();
  readonly schemas: Record<string, Schema>;
  private readonly asked: Ajv2020;
  private readonly answered: Ajv2020;
  private readonly compiled = new Map<string, ValidateFunction>();

  readonly document: Json;
  readonly address: string;
  readonly headers: Record<string, string>;

  constructor(document: Json, address: string, headers: Record<string, string>) {
    this.document = document;
    this.address = address;
    this.headers = headers;
    for (const [path, item] of Object.entries(document.paths as Record<string, Json>)) {
      for (const [method, operation] of Object.entries(item)) {
        if (method === 'parameters') continue;
        const id = (operation as Operation).operationId;
        this.operations.set(id, {id, path, method, operation: operation as Operation});
      }
    }
    this.schemas = (document.components as {schemas: Record<string, Schema>}).schemas;
    this.asked = validator(document);
    this.answered = validator(closed(document));
  }

  // The same by somebody else: {} for nobody.
  as(headers: Record<string, string>): Described {
    const other = new Described(this.document, this.address, headers);
    other.called = this.called;
    return other;
  }

  // What is wrong with this value, by the schema; '': nothing. Of answers, members that nobody described are.
  fault(schema: Schema, value: unknown, side: 'asked' | 'answered'): string {
    const key = side + JSON.stringify(schema);
    let check = this.compiled.get(key);
    if (!check) {
      const whole = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as Schema;
      check = this[side].compile(whole);
      this.compiled.set(key, check);
    }
    if (check(value)) return '';
    return JSON.stringify(check.errors?.slice(0, 3).map(({instancePath, message, params}) => ({instancePath, message, params})));
  }

  async call(id: string, {keys = {}, query = {}, body, type = 'application/json', accept, wrong = false, open = false}: Call = {}): Promise<Answer> {
    const found = this.operations.get(id);
    assert.ok(found, `there is no operation ${id}`);
    const {path, method, operation} = found;
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    if (text !== undefined) this.checkBody(operation, type, body, wrong);
    const given: Record<string, string> = {workspace: 'default', ...keys};
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      assert.ok(given[name] !== undefined, `${id} needs ${name}`);
      return encodeURIComponent(given[name] ?? '');
    });
    const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    const response = await fetch(`${this.address}${filled}${options ? `?${options}` : ''}`, {
      method: method.toUpperCase(),
      redirect: 'manual',
      headers: {
        ...this.headers,
        ...(text === undefined ? {} : {'Content-Type': type}),
        ...(accept ? {Accept: accept} : {}),
        ...(['patch', 'put', 'delete'].includes(method) ? {'If-Match': '*'} : {}),
      },
      body: text,
    });
    const answer = {status: response.status, headers: response.headers, text: await response.text(), json: {} as Json};
    const where = `${id} ${text?.slice(0, 200) ?? ''}: ${answer.status} ${answer.text.slice(0, 400)}`;
    if (wrong) assert.ok(answer.status >= 400 && answer.status < 500, `was let through: ${where}`);
    this.called.add(id);
    this.checkAnswer(operation, answer, where, open);
    return answer;
  }

  // The same, and it must have been done.
  async done(id: string, call: Call = {}): Promise<Answer> {
    const answer = await this.call(id, call);
    assert.ok(answer.status < 400, `${id} ${JSON.stringify(call.body)?.slice(0, 300)}: ${answer.status} ${answer.text.slice(0, 400)}`);
    return answer;
  }

  private checkBody(operation: Operation, type: string, body: unknown, wrong: boolean) {
    const content = operation.requestBody?.content[type];
    assert.ok(content, `${operation.operationId} takes no ${type}`);
    const line = content['x-itemSchema'];
    const values = line ? lines(body as string) : [body];
    const faults = values.map((value) => this.fault(line ?? content.schema ?? {}, value, 'asked')).filter(Boolean);
    assert.equal(faults.length > 0, wrong, `${operation.operationId} ${JSON.stringify(body)?.slice(0, 300)}: ${faults.join() || 'the schema has nothing against it'}`);
  }

  private checkAnswer(operation: Operation, answer: Answer, where: string, open: boolean) {
    let response = operation.responses[answer.status] ?? operation.responses.default;
    assert.ok(answer.status >= 400 || operation.responses[answer.status], `a status that nobody described: ${where}`);
    const reference = response?.$ref;
    if (reference) response = (this.document.components as {responses: Operation['responses']}).responses[reference.split('/').pop() ?? ''];
    const type = (answer.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (type === '') return assert.equal(answer.text, '', where);
    const content = response?.content?.[type];
    assert.ok(content, `${type} that nobody described: ${where}`);
    const line = content['x-itemSchema'];
    if (line) {
      for (const value of lines(answer.text)) assert.equal(this.fault(line, value, 'answered'), '', where);
    } else if (type.includes('json')) {
      answer.json = JSON.parse(answer.text) as Json;
      assert.equal(this.fault(content.schema ?? {}, answer.json, open ? 'asked' : 'answered'), '', where);
    }
  }
}

function lines(text: string): unknown[] {
  return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as unknown);
}

function validator(document: Json): Ajv2020 {
  const ajv = new Ajv2020({strict: false, allErrors: true});
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  ajv.addFormat('decimal', true);
  ajv.addSchema(document, 'openapi');
  return ajv;
}

// Clients must bear members that a later server adds; the test must not: objects have what is described and no more.
function closed(document: Json): Json {
  const copy = structuredClone(document);
  const schemas = (copy.components as {schemas: Record<string, Schema>}).schemas;
  for (const [name, schema] of Object.entries(schemas)) {
    if (!schema.allOf && !name.startsWith('fact.')) close(schema, name.startsWith('tenure.'));
  }
  return copy;
}

function close(schema: Schema, annotated: boolean) {
  if (Object.keys(schema.properties ?? {}).length > 0 && schema.additionalProperties === undefined) {
    schema.additionalProperties = false;
    if (annotated) schema.patternProperties = {'@': {}};
  }
  for (const inside of [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties]) {
    if (typeof inside === 'object' && inside !== null) close(inside as Schema, false);
  }
}
