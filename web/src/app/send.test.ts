import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {tryAgain} from './line.ts';
import {changeWith, send, whenSignedOut} from './send.ts';

interface Sent {
  method: string;
  key: string | null;
  csrf: string | null;
}
// What the network does with one request after the other.
function network(...answers: (number | 'lost' | [number, object])[]) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    sent.push({
      method: init.method ?? 'GET',
      key: headers.get('idempotency-key'),
      csrf: headers.get('x-csrf-token'),
    });
    const answer = answers.shift() ?? 200;
    if (answer === 'lost') return Promise.reject(new TypeError('failed'));
    const [status, body] = Array.isArray(answer) ? answer : [answer, {}];
    return Promise.resolve(new Response(JSON.stringify(body), {status}));
  });
  return sent;
}
const post = {method: 'POST', body: '{}'};

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  whenSignedOut(null);
  changeWith('');
});
const answerOf = async (promise: Promise<Response>) => {
  await vi.advanceTimersByTimeAsync(60_000);
  return (await promise).status;
};

describe('a line that is lost', () => {
  it('is waited for, and what was sent goes out again under the same key', async () => {
    const sent = network('lost', 'lost', 201);
    expect(await answerOf(send('/w/a/odata/accounts', post))).toBe(201);
    expect(sent.length).toBe(3);
    expect(sent[0]?.key).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(sent.map(({key}) => key)).size).toBe(1);
  });
  it('is tried at once by who asks for it', async () => {
    const sent = network('lost', 200);
    const answer = send('/w/a/odata/accounts');
    await vi.advanceTimersByTimeAsync(0);
    tryAgain();
    expect((await answer).status).toBe(200);
    expect(sent.map(({key}) => key)).toEqual([null, null]);
  });
  it('behind a proxy is one too', async () => {
    network(502, 504, 200);
    expect(await answerOf(send('/w/a/odata/accounts', post))).toBe(200);
  });
  it('of two that do the same is one: the first is still at work', async () => {
    const sent = network('lost', [409, {code: 'request-in-progress'}], 201);
    expect(await answerOf(send('/w/a/odata/accounts', post))).toBe(201);
    expect(new Set(sent.map(({key}) => key)).size).toBe(1);
  });
  it.each([
    ['a file', '/w/a/imports', {method: 'POST', body: new Blob(['a'])}],
    ['what hands out a secret', '/w/a/tokens', post],
    ['a sign-in', '/signin', post],
  ])('is told at once of %s', async (_, address, init) => {
    const sent = network('lost');
    await expect(send(address, init)).rejects.toThrow(TypeError);
    expect(sent[0]?.key).toBeNull();
  });
  it('keeps nobody who has gone', async () => {
    network('lost', 200);
    const gone = new AbortController();
    const answer = send('/w/a/odata/accounts', {signal: gone.signal});
    const told = expect(answer).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(0);
    gone.abort();
    await told;
  });
});

describe('a session that ended', () => {
  it('is begun again, once for all who wait, and what was sent goes out with its word', async () => {
    const sent = network(401, 401, 200, 201);
    changeWith('old');
    const asked = vi.fn(async () => {
      changeWith('new');
      return true;
    });
    whenSignedOut(asked);
    const [a, b] = [send('/w/a/odata/accounts'), send('/w/a/odata/accounts', post)];
    expect(await answerOf(a)).toBe(200);
    expect(await answerOf(b)).toBe(201);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(sent.map(({csrf}) => csrf)).toEqual(['old', 'old', 'new', 'new']);
    expect(sent[1]?.key).toBe(sent[3]?.key);
  });
  it('may have been begun again elsewhere: the word against forgery is another', async () => {
    network([403, {error: {code: 'csrf'}}], 201);
    const asked = vi.fn(async () => true);
    whenSignedOut(asked);
    expect(await answerOf(send('/w/a/odata/accounts', post))).toBe(201);
    expect(asked).toHaveBeenCalledWith(true);
  });
  it('stays a refusal where nobody was signed in', async () => {
    network(401);
    expect(await answerOf(send('/me'))).toBe(401);
  });
  it('is not what another refusal means', async () => {
    network([403, {code: 'not-allowed'}]);
    const asked = vi.fn(async () => true);
    whenSignedOut(asked);
    expect(await answerOf(send('/w/a/users'))).toBe(403);
    expect(asked).not.toHaveBeenCalled();
  });
});
