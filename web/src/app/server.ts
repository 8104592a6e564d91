// Talking to the server this page came from, beside its OData service: sign-in, settings, jobs. The
// service itself: connect() of @client.
import {errorOf, TenureError} from '@client/error.ts';
import type {Language} from '@/i18n/message.ts';
import {send} from './send.ts';

// Which language answers are wanted in; set with the page's.
let language: Language = 'en';
export function askIn(wanted: Language) {
  language = wanted;
}
export const askedLanguage = () => language;

export interface Ask {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  body?: unknown;
  file?: Blob; // sent as it is, instead of a body
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

// An answer, or a TenureError.
export async function ask(
  address: string,
  {method = 'GET', body, file, headers, signal}: Ask = {},
): Promise<Response> {
  let response: Response;
  try {
    response = await send(address, {
      method,
      signal,
      credentials: 'same-origin',
      headers: {
        'Accept-Language': language,
        ...(body === undefined ? {} : {'Content-Type': 'application/json'}),
        ...(file ? {'Content-Type': file.type || 'text/csv'} : {}),
        ...headers,
      },
      body: file ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new TenureError(0, 'no-answer', '');
  }
  if (response.ok) return response;
  const said = await response.json().catch(() => null);
  throw errorOf(response.status, response.statusText, response.headers, said);
}

// Asks for what nothing is wanted of but that it was done. The answer is read to its end all the same: until then it holds
// one of the browser's few connections.
export async function tell(address: string, how: Ask = {}): Promise<void> {
  await (await ask(address, how)).arrayBuffer();
}

export async function askJson<T>(address: string, how: Ask = {}): Promise<T> {
  const response = await ask(address, {
    ...how,
    headers: {Accept: 'application/json', ...how.headers},
  });
  return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
}
