// A server with a workspace of a pack, a person who is signed in, and tests of the page at it:
//
//   const at = workspace('hyper', async (api) => { await api.create('accounts', {key: 'A-1', name: 'Dana'}); });
//   at.screen('accounts', 'accounts', async (page) => { await page.getByText('Dana').waitFor(); });
//   at.test('HY-10 …', async ({page, visit, api}) => { await visit('accounts'); … });
//
// A screen is looked at in both languages and both themes, and narrow; its pictures are NAME-LANGUAGE[-narrow]-THEME.png.
import assert from 'node:assert/strict';
import {after, before, it} from 'node:test';
import type {Page} from 'playwright-core';
import {type Server, startServer} from '../../clients/lib/server.ts';
import {clean, colours, everything, faultsOf, type Look, type Language, open, type Opened, paint, patience, picture, quit, settled, type Theme} from './browser.ts';
import {known} from './known.ts';
import {comeIn, type User} from './users.ts';

// The API, as the owner.
export class Api {
  readonly server: Server;
  constructor(server: Server) {
    this.server = server;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(path.startsWith('/') ? this.server.address + path : this.server.odata + path, {
      method,
      headers: {...this.server.headers, 'Content-Type': 'application/json', ...headers},
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async json<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const response = await this.ask(method, path, body, headers);
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  get = <T = Record<string, unknown>>(path: string) => this.json<T>('GET', path);
  create = (set: string, values: object) => this.json('POST', set, values, {Prefer: 'return=representation'});
  act = (set: string, key: string, verb: string, values: object = {}) =>
    this.json('POST', `${set}('${encodeURIComponent(key)}')/tenure.${verb}`, values);
}

export interface Stage {
  page: Page;
  api: Api;
  visit: (path: string) => Promise<void>; // below /app/WORKSPACE/, and waits until it is there
  another: (look?: Look) => Promise<Visitor>; // the owner in a second browser
  as: (user: User, look?: Look) => Promise<Visitor>; // somebody else, made when they are first asked for
}
export type Visitor = Opened & {visit: (path: string) => Promise<void>};

interface ScreenHow {
  narrow?: boolean; // also as a telephone shows it; default: yes
  signedOut?: boolean;
}

export interface Workspace {
  api: () => Api;
  // `todo`: why it is known not to hold yet (lib/known.ts).
  test: (name: string, body: (stage: Stage) => Promise<void>, look?: Look & {timeout?: number}, todo?: string) => void;
  screen: (name: string, path: string, prepare?: (page: Page, language: Language) => Promise<void>, how?: ScreenHow) => void;
}

const cookiesOf = (cookie = '') =>
  cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return {name: pair.slice(0, at), value: pair.slice(at + 1)};
  });

export function workspace(pack: string, fill?: (api: Api) => Promise<void>, {full = false, timeZone = 'UTC'} = {}): Workspace {
  let server: Server;
  let api: Api;
  before(async () => {
    server = await startServer(pack, full, [], [], timeZone);
    api = new Api(server);
    await fill?.(api);
  });
  after(async () => {
    await quit();
    await server?.stop();
  });
  const visitor = (page: Page) => async (path: string) => {
    await page.goto(path.startsWith('/') ? path : `/app/default/${path}`);
    await page.locator('h1').first().waitFor();
    await settled(page);
  };
  const enter = async (look: Look, signedOut = look.signedOut ?? false, cookie = server.headers.Cookie) => {
    const opened = await open(server.address, {...look, cookies: signedOut ? [] : cookiesOf(cookie)});
    return {...opened, visit: visitor(opened.page)};
  };

  return {
    api: () => api,
    test(name, body, look = {}, todo) {
      const run = async () => {
        const main = await enter(look);
        const others: Opened[] = [];
        const kept = async (entering: Promise<Visitor>) => {
          const other = await entering;
          others.push(other);
          return other;
        };
        try {
          await body({
            page: main.page,
            api,
            visit: main.visit,
            another: (more = {}) => kept(enter(more)),
            as: async (user, more = {}) => kept(enter(more, false, await comeIn(api, user))),
          });
          clean([main, ...others].flatMap((one) => one.faults), name);
        } catch (error) {
          await picture(main.page, `failed-${name.replace(/\W+/g, '-')}`).catch(() => {});
          throw error;
        } finally {
          for (const one of [main, ...others]) await one.close();
        }
      };
      it(name, {timeout: look.timeout ?? 60_000 * patience}, todo ? known(todo, run) : run);
    },
    screen(name, path, prepare, {narrow = true, signedOut = false} = {}) {
      const look = (language: Language, ending: string, how: Look, themes: Theme[]) =>
        it(`screen ${name}, ${ending}`, {timeout: 60_000 * patience}, async () => {
          const {page, faults, visit, close} = await enter({language, theme: themes[0], ...how}, signedOut);
          try {
            await visit(path);
            await prepare?.(page, language);
            for (const theme of themes) {
              await paint(page, theme);
              await settled(page);
              await picture(page, `${name}-${ending}-${theme}`);
              // What is on it is the same in every theme; what can be read of it is not.
              clean([...faults, ...(await faultsOf(page, theme === themes[0] ? everything : colours))], `${name}-${ending}-${theme}`);
            }
          } catch (error) {
            await picture(page, `failed-${name}-${ending}`).catch(() => {});
            throw error;
          } finally {
            await close();
          }
        });
      for (const language of ['en', 'he'] as const) {
        look(language, language, {}, ['light', 'dark']);
        if (narrow) look(language, `${language}-narrow`, {width: 390, height: 844, touch: true}, ['light']);
      }
    },
  };
}
