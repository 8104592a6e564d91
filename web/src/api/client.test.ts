import {connect, odata, raw, TenureError} from '@client/index.ts';
import {describe, expect, it} from 'vitest';

interface Asked {
  method: string;
  path: string;
  headers: Headers;
  body: unknown;
}

// A client, what it asked, and what it is answered.
function trial(...answers: [status: number, body?: unknown, headers?: Record<string, string>][]) {
  const asked: Asked[] = [];
  const tenure = connect({
    server: 'http://crm.test',
    workspace: 'a b',
    token: 't',
    fetch: (async (url: URL, init: RequestInit) => {
      asked.push({
        method: init.method ?? 'GET',
        path: decodeURIComponent(url.href.replace('http://crm.test/w/a%20b/odata/', '')),
        headers: new Headers(init.headers),
        body: init.body ? JSON.parse(String(init.body)) : undefined,
      });
      const [status, body, headers] = answers.shift() ?? [200, {value: []}];
      return new Response(body === undefined ? null : JSON.stringify(body), {status, headers});
    }) as typeof fetch,
  });
  return {tenure, asked};
}

describe('the client', () => {
  it('writes nested reads as an address', async () => {
    const {tenure, asked} = trial();
    await tenure.accounts.list({
      select: ['key', 'name'],
      expand: {orders: {select: ['amount'], filter: odata`amount gt ${raw('10.50')}`, top: 2}},
      filter: odata`name eq ${"O'Brien & Söhne"} and key in ${['a', 'b']}`,
      orderby: ['name desc', 'key'],
      count: true,
      asOf: '2026-01-01T00:00:00Z',
    });
    expect(asked[0]?.path).toBe(
      "accounts?$select=key,name&$expand=orders($select=amount;$filter=amount gt 10.50;$top=2)&$filter=name eq 'O''Brien & Söhne' and key in ('a','b')&$orderby=name desc,key&$count=true&as_of=2026-01-01T00:00:00Z",
    );
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer t');
    expect(asked[0]?.headers.get('accept')).toContain('IEEE754Compatible=true');
  });

  it('walks from page to page', async () => {
    const {tenure, asked} = trial(
      [
        200,
        {
          value: [{key: '1'}],
          '@odata.nextLink': 'http://crm.test/w/a%20b/odata/accounts?$skiptoken=x',
        },
      ],
      [200, {value: [{key: '2'}]}],
    );
    const keys: string[] = [];
    for await (const row of tenure.accounts.all({select: ['key']}, {pageSize: 1}))
      keys.push(row.key);
    expect(keys).toEqual(['1', '2']);
    expect(asked[1]?.path).toBe('accounts?$skiptoken=x');
    expect(asked[1]?.headers.get('prefer')).toBe('odata.maxpagesize=1');
  });

  it('changes with an etag and creates with a key that makes a retry harmless', async () => {
    const {tenure, asked} = trial([200, {key: 'A/1'}], [201, {key: 'B'}]);
    await tenure.accounts.update('A/1', {name: 'x', any_extra: 1}, 'W/"3"');
    await tenure.accounts.create({name: 'y'}, {idempotencyKey: 'k'});
    expect(asked[0]).toMatchObject({
      method: 'PATCH',
      path: "accounts('A/1')",
      body: {name: 'x', any_extra: 1},
    });
    expect(asked[0]?.headers.get('if-match')).toBe('W/"3"');
    expect(asked[1]?.headers.get('idempotency-key')).toBe('k');
  });

  it('calls actions and functions of a row', async () => {
    const {tenure, asked} = trial([200, {}], [200, {}]);
    await tenure.accounts.act('A', 'declare', {declaration: 'frozen', popup_message: 'Ask first'});
    await tenure.accounts.act('A', 'explain', {});
    expect(asked[0]).toMatchObject({
      method: 'POST',
      path: "accounts('A')/tenure.declare",
      body: {declaration: 'frozen', popup_message: 'Ask first'},
    });
    expect(asked[1]).toMatchObject({method: 'GET', path: "accounts('A')/tenure.explain()"});
  });

  it('gives every reason of a refusal and the moves that are allowed', async () => {
    const {tenure} = trial([
      409,
      {
        error: {
          code: 'transition-not-allowed',
          message: 'Two things are missing.',
          details: [{code: 'declaration-requires', target: 'reason', message: 'Say why'}],
          innererror: {allowed: ['frozen']},
        },
      },
      {'x-request-id': 'r9', 'retry-after': '3'},
    ]);
    const error = await tenure.accounts.act('A', 'declare', {declaration: 'x'}).catch((e) => e);
    expect(error).toBeInstanceOf(TenureError);
    expect(error).toMatchObject({
      status: 409,
      code: 'transition-not-allowed',
      reasons: [{target: 'reason', message: 'Say why'}],
      allowed: ['frozen'],
      requestId: 'r9',
      retryAfter: 3,
    });
  });

  it('keeps the answers of a batch apart', async () => {
    const {tenure, asked} = trial([
      200,
      {
        responses: [
          {id: '2', status: 404, body: {error: {code: 'not-found', message: 'No'}}},
          {id: '1', status: 200, body: {key: 'A'}},
        ],
      },
    ]);
    const [first, second] = await tenure.batch([
      {method: 'GET', url: tenure.accounts.address('A')},
      {method: 'PATCH', url: tenure.accounts.address('B'), body: {name: 'x'}, group: 'g'},
    ]);
    expect(first).toMatchObject({status: 200, body: {key: 'A'}});
    expect(second?.error).toMatchObject({status: 404, code: 'not-found'});
    expect(asked[0]?.body).toMatchObject({requests: [{id: '1'}, {id: '2', atomicityGroup: 'g'}]});
  });

  it('tells no answer from a refusal', async () => {
    const tenure = connect({
      server: 'http://crm.test',
      workspace: 'a',
      fetch: () => Promise.reject(new TypeError()),
    });
    await expect(tenure.accounts.count()).rejects.toMatchObject({status: 0, code: 'no-answer'});
  });
});
