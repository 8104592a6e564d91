// Typed client of Tenure's API. Its types come from the metadata (generate.ts); this file only moves
// them: sets, rows, operations, batches.
//
//   const tenure = connect({server: 'https://crm.example.com', workspace: 'acme', token});
//   for await (const account of tenure.accounts.all({filter: odata`lifecycle eq ${'lead'}`})) …
import {serviceOf} from './address.ts';
import {errorOf, TenureError} from './error.ts';
import {
  functions,
  type Operations,
  type RowOperations,
  type SetOperations,
  type Sets,
  sets,
} from './model.ts';
import {
  type EntityName,
  type ListOptions,
  queryString,
  type ReadOptions,
  type Result,
  type Row,
  type When,
} from './query.ts';
import {type Literal, literal} from './values.ts';

export {type Reason, TenureError} from './error.ts';
export type * from './model.ts';
export type {EntityName, FieldOf, ListOptions, ReadOptions, Result, Row, When} from './query.ts';
export * from './values.ts';

export interface Connection {
  server?: string; // '' = where the page came from
  workspace: string;
  token?: string; // of the API; without it the browser's session counts
  language?: () => string;
  headers?: () => Record<string, string>; // more of them: of a browser's session the X-CSRF-Token
  fetch?: typeof fetch;
}

export interface Page<T> {
  rows: T[];
  count?: number; // of all that fit, when it was asked for
  next?: () => Promise<Page<T>>;
}
type EntityOf<S extends keyof Sets> = Sets[S];
// A new or changed row: its fields, and those that a pack adds.
export type Values<E extends EntityName> = Partial<Row<E>> & Record<string, unknown>;
// Of a table of operations ("account.declare") the names behind one head, and the operation of a name.
type NamesOf<Table, Head extends string> = keyof Table extends infer Id
  ? Id extends `${Head}.${infer Name}`
    ? Name
    : never
  : never;
type Of<Table, Head extends string, Name extends string> = Table[Extract<
  keyof Table,
  `${Head}.${Name}`
>];
type ParametersOf<O> = O extends {parameters: infer P} ? P : never;
type AnswerOf<O> = O extends {returns: infer R} ? R : never;

export interface WriteOptions {
  idempotencyKey?: string; // sent again with the same key it is done once
  signal?: AbortSignal;
}

interface Ask {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const json = 'application/json;IEEE754Compatible=true';

export class Client {
  readonly base: string; // of the workspace's OData service, with '/' at its end
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
    this.base = serviceOf(connection.workspace, connection.server);
  }

  // An answer, or a TenureError. `address` is absolute or below the service.
  async ask(address: string, {method = 'GET', body, headers, signal}: Ask = {}): Promise<Response> {
    const {token, language} = this.connection;
    const send = this.connection.fetch ?? fetch;
    let response: Response;
    try {
      response = await send(new URL(address, new URL(this.base, globalThis.location?.href)), {
        method,
        signal,
        credentials: 'same-origin',
        headers: {
          Accept: json,
          'OData-MaxVersion': '4.01',
          ...(token ? {Authorization: `Bearer ${token}`} : {}),
          ...(language ? {'Accept-Language': language()} : {}),
          ...(body === undefined ? {} : {'Content-Type': json}),
          ...this.connection.headers?.(),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new TenureError(0, 'no-answer', '');
    }
    if (response.ok) return response;
    const said = await response.json().catch(() => null);
    throw errorOf(response.status, response.statusText, response.headers, said);
  }

  async askJson<T>(address: string, how: Ask = {}): Promise<T> {
    const response = await this.ask(address, how);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  set<S extends keyof Sets>(name: S): EntitySet<S> {
    return new EntitySet(this, name);
  }

  // An operation of the workspace.
  call<N extends keyof Operations>(
    name: N,
    parameters: ParametersOf<Operations[N]>,
    options: WriteOptions = {},
  ): Promise<AnswerOf<Operations[N]>> {
    return this.operate('', String(name), String(name), parameters as object, options);
  }

  operate<T>(
    path: string,
    id: string,
    name: string,
    parameters: object,
    options: WriteOptions,
  ): Promise<T> {
    if (functions.has(id)) {
      const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
      const aliases = given.map(([key]) => `${key}=@${key}`).join(',');
      const values = given.map(
        ([key, value]) => `@${key}=${encodeURIComponent(literal(value as Literal))}`,
      );
      return this.askJson(
        `${path}${name}(${aliases})${values.length > 0 ? `?${values.join('&')}` : ''}`,
        options,
      );
    }
    return this.askJson(`${path}${name}`, {
      method: 'POST',
      body: parameters,
      headers: idempotency(options),
      signal: options.signal,
    });
  }

  // Requests in one: those of one group stand or fall together.
  async batch(requests: BatchRequest[]): Promise<BatchAnswer[]> {
    const {responses} = await this.askJson<{responses: RawAnswer[]}>('$batch', {
      method: 'POST',
      body: {
        requests: requests.map((request, index) => ({
          id: String(index + 1),
          atomicityGroup: request.group,
          method: request.method,
          url: request.url,
          headers:
            request.body === undefined
              ? request.headers
              : {'content-type': json, ...request.headers},
          body: request.body,
        })),
      },
    });
    const byId = new Map(responses.map((answer) => [answer.id, answer]));
    return requests.map((_, index) => {
      const answer = byId.get(String(index + 1));
      if (!answer) return {status: 0, error: new TenureError(0, 'no-answer', '')};
      const headers = new Headers(answer.headers);
      return answer.status < 400
        ? {status: answer.status, body: answer.body}
        : {status: answer.status, error: errorOf(answer.status, '', headers, answer.body)};
    });
  }
}

export interface BatchRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  url: string; // below the service: "accounts('A-1')"
  body?: unknown;
  headers?: Record<string, string>;
  group?: string;
}
export interface BatchAnswer {
  status: number;
  body?: unknown;
  error?: TenureError;
}
interface RawAnswer {
  id: string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

const idempotency = (options: WriteOptions): Record<string, string> =>
  options.idempotencyKey ? {'Idempotency-Key': options.idempotencyKey} : {};

export class EntitySet<S extends keyof Sets> {
  private readonly client: Client;
  readonly name: S;

  constructor(client: Client, name: S) {
    this.client = client;
    this.name = name;
  }

  // "accounts('A-1')": a row's own address below the service.
  address(key: string): string {
    return `${this.name}(${encodeURIComponent(literal(key))})`;
  }

  async list<const O extends ListOptions<EntityOf<S>> & When>(
    options?: O,
    {pageSize, signal}: {pageSize?: number; signal?: AbortSignal} = {},
  ): Promise<Page<Result<EntityOf<S>, O>>> {
    const headers: Record<string, string> = pageSize
      ? {Prefer: `odata.maxpagesize=${pageSize}`}
      : {};
    return this.page(`${this.name}${queryString(options)}`, headers, signal);
  }

  private async page<T>(
    address: string,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Page<T>> {
    const answer = await this.client.askJson<{
      value: T[];
      '@odata.count'?: string | number;
      '@odata.nextLink'?: string;
    }>(address, {headers, signal});
    const next = answer['@odata.nextLink'];
    const count = answer['@odata.count'];
    return {
      rows: answer.value,
      count: count === undefined ? undefined : Number(count),
      next: next ? () => this.page(next, headers, signal) : undefined,
    };
  }

  // Every row, page after page.
  async *all<const O extends ListOptions<EntityOf<S>> & When>(
    options?: O,
    how: {pageSize?: number; signal?: AbortSignal} = {},
  ): AsyncGenerator<Result<EntityOf<S>, O>> {
    let page: Page<Result<EntityOf<S>, O>> | undefined = await this.list(options, how);
    while (page) {
      yield* page.rows;
      page = await page.next?.();
    }
  }

  async count(options: {filter?: string; search?: string} = {}): Promise<number> {
    const response = await this.client.ask(`${this.name}/$count${queryString(options)}`, {
      headers: {Accept: 'text/plain'},
    });
    return Number(await response.text());
  }

  get<const O extends ReadOptions<EntityOf<S>> & When>(
    key: string,
    options?: O,
    signal?: AbortSignal,
  ): Promise<Result<EntityOf<S>, O>> {
    return this.client.askJson(`${this.address(key)}${queryString(options)}`, {signal});
  }

  create(
    values: Values<EntityOf<S>>,
    options: WriteOptions = {},
  ): Promise<Result<EntityOf<S>, undefined>> {
    return this.client.askJson(this.name, {
      method: 'POST',
      body: values,
      headers: {Prefer: 'return=representation', ...idempotency(options)},
      signal: options.signal,
    });
  }

  // `etag` is the row's '@odata.etag' as it was read: refused (412) when it has changed since.
  update(
    key: string,
    values: Values<EntityOf<S>>,
    etag: string,
    options: WriteOptions = {},
  ): Promise<Result<EntityOf<S>, undefined>> {
    return this.client.askJson(this.address(key), {
      method: 'PATCH',
      body: values,
      headers: {'If-Match': etag, Prefer: 'return=representation', ...idempotency(options)},
      signal: options.signal,
    });
  }

  async remove(key: string, etag: string, options: WriteOptions = {}): Promise<void> {
    await this.client.ask(this.address(key), {
      method: 'DELETE',
      headers: {'If-Match': etag, ...idempotency(options)},
      signal: options.signal,
    });
  }

  // An operation on one row: tenure.accounts.act('A-1', 'declare', {…}). Some take fields of the record too.
  act<N extends NamesOf<RowOperations, EntityOf<S>>>(
    key: string,
    name: N,
    parameters: ParametersOf<Of<RowOperations, EntityOf<S>, N>> & Record<string, unknown>,
    options: WriteOptions = {},
  ): Promise<AnswerOf<Of<RowOperations, EntityOf<S>, N>>> {
    const id = `${sets[this.name].type}.${name}`;
    return this.client.operate(
      `${this.address(key)}/`,
      id,
      `tenure.${name}`,
      parameters as object,
      options,
    );
  }

  // An operation on the set.
  actOnSet<N extends NamesOf<SetOperations, S>>(
    name: N,
    parameters: ParametersOf<Of<SetOperations, S, N>>,
    options: WriteOptions = {},
  ): Promise<AnswerOf<Of<SetOperations, S, N>>> {
    const id = `${this.name}.${name}`;
    return this.client.operate(
      `${this.name}/`,
      id,
      `tenure.${name}`,
      parameters as object,
      options,
    );
  }
}

export type Tenure = Client & {[S in keyof Sets]: EntitySet<S>};

// The workspace's sets as members: tenure.accounts, tenure.orders …
export function connect(connection: Connection): Tenure {
  const client = new Client(connection);
  const members = Object.fromEntries(
    (Object.keys(sets) as (keyof Sets)[]).map((name) => [name, client.set(name)]),
  );
  return Object.assign(client, members) as unknown as Tenure;
}
