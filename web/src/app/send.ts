// How the page asks its server: as fetch does, but neither a lost line nor a session that ended loses what somebody
// entered. What could not be sent is sent again when the line is back, under one Idempotency-Key, so that it is done
// once; what came too late for the session is sent again when the same person has signed in again.
import {lineHolds, waitForLine, watched} from './line.ts';

// What a page of another site cannot know: goes with everything that changes something.
let csrf = '';
export function changeWith(token: string) {
  csrf = token;
}
export const sessionHeaders = (): Record<string, string> => (csrf ? {'X-CSRF-Token': csrf} : {});

// Asks the person to sign in again; the page's, while somebody is signed in. `quietly`: perhaps they did already, in
// another tab. Says whether it is worth to send again.
type Renew = (quietly: boolean) => Promise<boolean>;
let renew: Renew | null = null;
let renewing: Promise<boolean> | null = null;
export function whenSignedOut(handler: Renew | null) {
  renew = handler;
}
function renewed(quietly: boolean): Promise<boolean> {
  renewing ??= (renew ?? (async () => false))(quietly).finally(() => {
    renewing = null;
  });
  return renewing;
}

// Works without a secure context, where there is no crypto.randomUUID.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// An answer that stands under a key for a day must not be one with a secret in it.
const handsOutSecret = /\/(tokens|invitation|users)(\/|$)/;

interface Plan {
  waits: boolean; // for the line, however long
  renews: boolean; // the session
  key: boolean;
}
function planOf(path: string, init: RequestInit): Plan {
  const changes = (init.method ?? 'GET') !== 'GET';
  const isOurs = path.startsWith('/w/');
  const isFile = init.body instanceof Blob;
  const sure = isOurs && !isFile && !(changes && handsOutSecret.test(path));
  return {
    waits: sure || (path === '/me' && !changes),
    renews: isOurs || (path === '/me' && !changes),
    key: sure && changes,
  };
}

// The code of a refusal that is not the caller's to hear of.
async function codeOf(response: Response): Promise<string> {
  if (response.status !== 403 && response.status !== 409) return '';
  const said = await response
    .clone()
    .json()
    .catch(() => null);
  return String(said?.code ?? said?.error?.code ?? '');
}

const pathOf = (input: RequestInfo | URL) => {
  if (typeof input === 'string' && input.startsWith('/')) return input.replace(/[?#].*/, '');
  return new URL(input instanceof Request ? input.url : input).pathname;
};
const noAnswer = (status: number) => status === 502 || status === 504; // of a proxy before the server
const soon = () => new Promise((resolve) => setTimeout(resolve, 500));

export const send: typeof fetch = async (input, init = {}) => {
  const plan = planOf(pathOf(input), init);
  const headers = new Headers(init.headers);
  if (plan.key && !headers.has('Idempotency-Key')) headers.set('Idempotency-Key', newKey());
  for (;;) {
    for (const [name, value] of Object.entries(sessionHeaders())) headers.set(name, value);
    let response: Response | null = null;
    try {
      response = await watched(fetch(input, {...init, headers}));
    } catch (error) {
      if (init.signal?.aborted || !plan.waits) throw error;
    }
    if (!response || (plan.waits && noAnswer(response.status))) {
      await waitForLine(init.signal);
      continue;
    }
    lineHolds();
    const code = plan.renews ? await codeOf(response) : '';
    if (plan.key && code === 'request-in-progress') {
      await soon(); // the same, sent before the line was lost
    } else if (response.status !== 401 && code !== 'csrf') {
      return response;
    } else if (!plan.renews || !renew || !(await renewed(code === 'csrf'))) {
      return response;
    }
  }
};
