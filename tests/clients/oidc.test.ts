// L8, L10: signing in by a provider that others wrote (oidc-provider), walked as a browser walks it; and a relying
// party that others wrote (openid-client) finds in the same provider what ours finds.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, it} from 'node:test';
import Provider from 'oidc-provider';
import * as relying from 'openid-client';
import {startServer} from './lib/server.ts';

// Cookies of one browser, by site; redirections are followed by hand, so that each can be looked at.
class Browser {
  private readonly jars = new Map<string, Map<string, string>>();
  async go(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = this.jars.get(new URL(url).origin) ?? new Map<string, string>();
    this.jars.set(new URL(url).origin, jar);
    const headers = new Headers(init.headers);
    headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, {...init, headers, redirect: 'manual'});
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }
  // Follows until the address begins like this, without going there.
  async until(url: string, wanted: string): Promise<string> {
    let here = url;
    for (let steps = 0; steps < 20 && !here.startsWith(wanted); steps++) {
      const response = await this.go(here);
      const next = response.headers.get('location');
      if (next) here = new URL(next, here).href;
      else here = await this.submit(here, await response.text());
    }
    assert.ok(here.startsWith(wanted), here);
    return here;
  }
  // The pages of the provider's own: a name and any password, then a consent.
  login = 'dana';
  private async submit(here: string, page: string): Promise<string> {
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    assert.ok(action, page.slice(0, 400));
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const response = await this.go(new URL(action, here).href, {
      method: 'POST',
      headers: {'Content-Type': 'application/x-www-form-urlencoded'},
      body: new URLSearchParams({prompt, login: this.login, password: 'any'}).toString(),
    });
    const next = response.headers.get('location');
    assert.ok(next, `${response.status} ${await response.text()}`);
    return new URL(next, here).href;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tenure-oidc-'));
const listener = createServer();
let issuer = '';
let verified = true;
const redirects = ['http://127.0.0.1:1/signin/callback'];
let server: Awaited<ReturnType<typeof startServer>>;

before(async () => {
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  issuer = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'a secret of the two\n');
  server = await startServer('hyper', false, [
    '--oidc-issuer', issuer, '--oidc-client-id', 'tenure', '--oidc-client-secret-file', secret,
    '--oidc-create-role', 'rep', '--outgoing', 'private',
  ]);
  redirects[0] = `${server.address}/signin/callback`;
  const provider = new Provider(issuer, {
    clients: [{client_id: 'tenure', client_secret: 'a secret of the two', redirect_uris: [...redirects]}],
    claims: {email: ['email', 'email_verified'], profile: ['name'], openid: ['sub']},
    conformIdTokenClaims: false,
    pkce: {required: () => true},
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({sub: id, name: `${id} of work`, email: `${id}@example.com`, email_verified: verified}),
    }),
  });
  listener.on('request', provider.callback());
});
after(async () => {
  await server.stop();
  listener.close();
  listener.closeAllConnections();
  rmSync(folder, {recursive: true, force: true});
});

const owner = (path: string, init: RequestInit = {}) =>
  fetch(`${server.address}${path}`, {
    ...init,
    headers: {'Content-Type': 'application/json', ...server.headers, ...init.headers},
  });
const users = async () =>
  ((await (await owner('/w/default/users')).json()) as {users: {key: string; email: string; identities: number}[]}).users;

// Walks through; the answer of the callback, and who the browser is then.
async function signIn(browser: Browser, query = '') {
  const back = await browser.until(
    `${server.address}/signin/oidc/oidc${query}`, `${server.address}/signin/callback`);
  const answer = await browser.go(back);
  const me = await browser.go(`${server.address}/me`);
  return {answer, back, me: me.status === 200 ? ((await me.json()) as {user: string; name: string; email: string}) : undefined};
}

it('lets somebody in, and knows them when they come again', async () => {
  const browser = new Browser();
  const {answer, me} = await signIn(browser, '?next=/app/default/board');
  assert.equal(answer.status, 303, await answer.text());
  assert.equal(answer.headers.get('location'), '/app/default/board');
  assert.deepEqual({user: me?.user, name: me?.name, email: me?.email},
    {user: 'dana@example.com', name: 'dana of work', email: 'dana@example.com'});
  const again = await signIn(new Browser());
  assert.equal(again.me?.user, 'dana@example.com');
  assert.equal((await users()).filter((user) => user.key.startsWith('dana')).length, 1);
});

it('L10: goes nowhere else afterwards', async () => {
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/%09/evil.example']) {
    const {answer} = await signIn(new Browser(), `?next=${encodeURIComponent(next)}`);
    const location = new URL(answer.headers.get('location') ?? '', server.address);
    assert.equal(location.origin, server.address, next);
  }
});

it('takes an answer once, from the browser that began', async () => {
  const browser = new Browser();
  const {back, answer} = await signIn(browser);
  assert.equal(answer.status, 303);
  assert.equal((await browser.go(back)).status, 401); // its cookie is gone
  const other = new Browser();
  const begun = await other.until(`${server.address}/signin/oidc/oidc`, `${server.address}/signin/callback`);
  assert.equal((await fetch(begun, {redirect: 'manual'})).status, 401);
});

it('L8: nobody is who their mail address says', async () => {
  await owner('/w/default/users', {
    method: 'POST',
    body: JSON.stringify({key: 'mallory@example.com', email: 'mallory@example.com', role: 'admin'}),
  });
  for (const is of [false, true]) {
    verified = is;
    const browser = new Browser();
    browser.login = 'mallory';
    const {me} = await signIn(browser);
    assert.notEqual(me?.user, 'mallory@example.com');
  }
  verified = false;
  const browser = new Browser();
  browser.login = 'eve';
  const {me} = await signIn(browser);
  assert.match(me?.user ?? '', /^oidc-/); // a key of its own, and no address
  assert.equal(me?.email, '');
  verified = true;
  const mallory = (await users()).find((user) => user.key === 'mallory@example.com');
  assert.equal(mallory?.identities, 0);
});

it('finds what a relying party that others wrote finds', async () => {
  const config = await relying.discovery(new URL(issuer), 'tenure', 'a secret of the two', undefined, {
    execute: [relying.allowInsecureRequests],
  });
  const verifier = relying.randomPKCECodeVerifier();
  const state = relying.randomState();
  const nonce = relying.randomNonce();
  const url = relying.buildAuthorizationUrl(config, {
    redirect_uri: redirects[0] ?? '',
    scope: 'openid email profile',
    code_challenge: await relying.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  });
  const back = await new Browser().until(url.href, `${server.address}/signin/callback`);
  const tokens = await relying.authorizationCodeGrant(config, new URL(back), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  const claims = tokens.claims();
  const {me} = await signIn(new Browser());
  assert.equal(claims?.sub, 'dana');
  assert.equal(claims?.iss, issuer);
  assert.equal(claims?.email, me?.email);
  // What the two ask for is the same.
  const ours = await fetch(`${server.address}/signin/oidc/oidc`, {redirect: 'manual'});
  const asked = new URL(ours.headers.get('location') ?? '');
  const names = (of: URL) => [...of.searchParams.keys()].sort();
  assert.deepEqual(names(asked), names(url));
  assert.equal(asked.origin + asked.pathname, url.origin + url.pathname);
});

it('L9: a secret in an address opens nothing', async () => {
  const made = (await (
    await owner('/w/default/tokens', {method: 'POST', body: JSON.stringify({name: 't', scopes: ['read']})})
  ).json()) as {secret: string};
  for (const name of ['token', 'access_token', 'api_key']) {
    assert.equal((await fetch(`${server.address}/me?${name}=${made.secret}`)).status, 401);
  }
  assert.equal((await fetch(`${server.address}/me`, {headers: {Authorization: `Bearer ${made.secret}`}})).status, 200);
});
