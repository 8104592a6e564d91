import {TenureError} from '@client/error.ts';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {ask, askJson, tell} from './server.ts';

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, {status, headers})));
const refused = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable(),
    (error) => error as TenureError,
  );
afterEach(() => vi.unstubAllGlobals());

describe('a refusal', () => {
  it('comes with every reason in the shape of OData', async () => {
    answer(
      409,
      JSON.stringify({
        error: {
          code: 'refused',
          message: 'Two things are missing.',
          details: [{code: 'note-missing', message: 'A note.', target: 'note'}],
        },
      }),
      {'x-request-id': 'r1'},
    );
    const error = await refused(ask('/x'));
    expect(error).toBeInstanceOf(TenureError);
    expect(error).toMatchObject({
      status: 409,
      code: 'refused',
      message: 'Two things are missing.',
      requestId: 'r1',
    });
    expect(error.reasons).toEqual([{code: 'note-missing', message: 'A note.', target: 'note'}]);
  });
  it('is understood in the shape of RFC 9457', async () => {
    answer(
      429,
      JSON.stringify({
        type: '/docs#rate-limited',
        title: 'Slow down',
        code: 'rate-limited',
        detail: 'Try again in 3 s.',
      }),
    );
    expect(await refused(ask('/x'))).toMatchObject({
      code: 'rate-limited',
      message: 'Try again in 3 s.',
    });
  });
  it('has its faults as reasons, also where they are sentences alone', async () => {
    answer(422, JSON.stringify({title: 'No', code: 'mapping-invalid', faults: ['Line 3: no.']}));
    const error = await refused(ask('/x'));
    expect(error.reasons).toEqual([{code: '', message: 'Line 3: no.'}]);
  });
  it('that is no JSON still says its status', async () => {
    answer(502, '<html>');
    expect(await refused(ask('/x'))).toMatchObject({status: 502, code: '502'});
  });
  it('tells no answer from a refusal', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    expect(await refused(ask('/x'))).toMatchObject({status: 0, code: 'no-answer'});
  });
});

it('an answer without a body is nothing', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, {status: 204})));
  expect(await askJson('/x')).toBeUndefined();
});

it('what nothing is wanted of is read to its end all the same', async () => {
  const response = new Response('a long answer');
  vi.stubGlobal('fetch', () => Promise.resolve(response));
  await tell('/x');
  expect(response.bodyUsed).toBe(true);
});
