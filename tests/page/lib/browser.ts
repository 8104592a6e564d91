// The browser, and what it is asked of every screen: no error in the console, no request to another
// host, nothing wider than the window, and nothing that axe (WCAG 2.2 AA) has to say.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {type Browser, chromium, type Page, type Request, type Route} from 'playwright-core';

export const program = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
export const screens = process.env.PAGE_SCREENS ?? new URL('../screens', import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// On a machine that is busy with other work everything takes longer, and is as true.
export const patience = Number(process.env.PAGE_PATIENCE ?? 1);

export type Language = 'en' | 'he';
export type Theme = 'light' | 'dark';
// A page that was built into a folder (tools/with_node web scripts/build FOLDER) instead of the program's own.
const dist = process.env.PAGE_DIST;

export interface Look {
  language?: Language;
  theme?: Theme;
  width?: number;
  height?: number;
  scale?: number; // pixels of the screen for one of the page's
  touch?: boolean;
  script?: boolean; // false: a browser that runs none
  signedOut?: boolean;
  cookies?: {name: string; value: string}[];
}

let browser: Promise<Browser> | undefined;
export function launch(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  return browser;
}
export async function quit() {
  await (await browser)?.close();
  browser = undefined;
}

// A page of its own, and what went wrong on it so far.
export interface Opened {
  page: Page;
  faults: string[];
  close: () => Promise<void>;
}

export async function open(address: string, look: Look = {}): Promise<Opened> {
  const {language = 'en', theme = 'light', width = 1280, height = 800, scale = 1, touch = false, script = true} = look;
  const context = await (await launch()).newContext({
    viewport: {width, height},
    deviceScaleFactor: scale,
    hasTouch: touch,
    javaScriptEnabled: script,
    reducedMotion: 'reduce',
    baseURL: address,
    timezoneId: 'UTC',
    locale: language === 'he' ? 'he-IL' : 'en-GB',
  });
  context.setDefaultTimeout(10_000 * patience);
  if (look.cookies) {
    await context.addCookies(look.cookies.map((cookie) => ({...cookie, url: address})));
  }
  await context.addInitScript(
    ([l, t]) => {
      localStorage.setItem('tenure.language', l as string);
      localStorage.setItem('tenure.theme', t as string);
    },
    [language, theme],
  );
  if (dist) await context.route(/^[^?]*\/($|app(\/|$)|assets\/)/, fromFolder(dist));
  const page = await context.newPage();
  follow(page);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    // What the server refuses is an answer, and the page's to show; what is not there is a fault.
    if (/the server responded with a status of (400|401|403|409|412|422|428|429)/.test(message.text())) return;
    faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.stack ?? error}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !/^(data|blob):/.test(url)) faults.push(`asks another host: ${url}`);
  });
  return {page, faults, close: () => context.close()};
}

const fromFolder = (folder: string) => (route: Route) => {
  const {pathname} = new URL(route.request().url());
  return route.fulfill({
    path: join(folder, pathname.startsWith('/assets/') ? pathname : 'index.html'),
    headers: {'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'"},
  });
};

// What each page has asked for and was not answered yet. A live stream never ends, and does not count.
const onTheWay = new WeakMap<Page, Set<Request>>();
function follow(page: Page) {
  const requests = new Set<Request>();
  onTheWay.set(page, requests);
  page.on('request', (request) => {
    // What the document before had asked for is nobody's any more, and is not always told of.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) requests.clear();
    if (request.resourceType() !== 'eventsource') requests.add(request);
  });
  page.on('requestfinished', (request) => requests.delete(request));
  page.on('requestfailed', (request) => requests.delete(request));
}
// Nothing was asked for a while, and the page has done with what came: where the machine is busy that takes longer than
// any pause, and what the answer brings (a button, its key) is not there yet.
async function answered(page: Page) {
  const requests = onTheWay.get(page) ?? new Set();
  const until = Date.now() + 10_000 * patience;
  for (let quiet = 0; quiet < 4 && Date.now() < until; quiet = requests.size === 0 ? quiet + 1 : 0) {
    await page.evaluate(() => new Promise((done) => requestIdleCallback(done, {timeout: 1_000}))).catch(() => {}); // another page begins
    await page.waitForTimeout(40);
  }
}

// Nothing is on its way any more: no skeleton, no request, no motion.
export async function settled(page: Page) {
  await page.waitForLoadState('load');
  await answered(page);
  await page.waitForFunction(() => !document.querySelector('[data-loading], [aria-busy="true"]'));
}

interface Violation {
  id: string;
  help: string;
  nodes: {target: string[]; failureSummary: string}[];
}

// The theme of a page that is there already, as its menu sets it.
export async function paint(page: Page, theme: Theme) {
  await page.evaluate((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, theme);
}

// What axe looks for: all, or what another theme can change.
export const everything = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};
export const colours = {type: 'rule', values: ['color-contrast', 'link-in-text-block']};

export async function faultsOf(page: Page, runOnly = everything): Promise<string[]> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (wanted) => {
    const {axe} = window as unknown as {axe: {run(what: unknown, how: unknown): Promise<{violations: Violation[]}>}};
    // What react-aria announces to screen readers stands there for seven seconds, and looks to axe like a picture.
    const result = await axe.run({exclude: [['[data-live-announcer]']]}, {runOnly: wanted});
    return result.violations.map(({id, help, nodes}) => ({
      id,
      help,
      nodes: nodes.slice(0, 4).map(({target, failureSummary}) => ({target, failureSummary})),
    }));
  }, runOnly);
  // An open dialog hides what is behind it, the page's own heading and landmark too.
  const isBehind = (await page.getByRole('dialog').count()) + (await page.getByRole('alertdialog').count()) > 0;
  const own = ['landmark-one-main', 'page-has-heading-one'];
  const faults = violations.filter(({id}) => !(isBehind && own.includes(id))).map(
    ({id, help, nodes}) =>
      `axe ${id}: ${help}${nodes
        .map((node) => `\n    ${node.target.join(' ')}: ${node.failureSummary.split('\n').slice(1).join(' ')}`)
        .join('')}`,
  );
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) faults.push(`the page is ${wide} px wider than the window`);
  return faults;
}

export async function picture(page: Page, name: string) {
  await page.screenshot({path: join(screens, `${name}.png`)});
}

export function clean(faults: string[], where: string) {
  assert.deepEqual(faults, [], `${where}:\n${faults.join('\n')}`);
}
