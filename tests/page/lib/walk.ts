// Presses everything that can be pressed on a screen, each thing once: buttons, links, tabs, what menus offer, and all of
// it again in the dialogs that open. A menu or a dialog is closed with Escape, an address that was left is gone back to.
// What saves, deletes or confirms comes last in its place. Of things that are alike in one list two are enough, and three
// of what forms have in common: to be closed, to say more, to open a calendar.
import type {Page, Response} from 'playwright-core';
import {patience} from './browser.ts';

interface Control {
  key: string; // tells it from others of its layer, also when it is drawn again
  first: boolean; // what a tab shows comes before the next tab, which hides it
  last: boolean;
  common?: string; // what forms have in common
}
interface Seen {
  path: string;
  layers: string[]; // dialogs and menus that are open, the lowest first
  isBlank: boolean;
  isBroken: boolean; // says that something went wrong
  controls: Control[]; // of the uppermost layer
}
export interface Walk {
  visit: () => Promise<void>;
  within?: string; // of what lies under dialogs and menus
  skip?: RegExp;
  answers?: number[]; // refusals that are no fault
}

// Runs in the page. `mark`: the control of that key is marked to be pressed.
function look({within, mark}: {within: string; mark?: string}): Seen {
  const plain = (text: string) => text.replace(/\u2068.*?\u2069/g, '…').replace(/\d+/g, '#').replace(/\s+/g, ' ').trim();
  const isSeen = (element: Element): boolean => {
    const {width, height} = element.getBoundingClientRect();
    if (width <= 1 || height <= 1 || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
    // What is there for screen readers alone is clipped by what it stands in.
    return !element.parentElement || element.parentElement === document.body || element.parentElement.clientHeight !== 1;
  };
  const named = (element: Element): string => {
    const by = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    return plain(element.getAttribute('aria-label') || by.join(' ').trim() || (element as HTMLElement).innerText || element.textContent || '');
  };
  // Notices are alert dialogs too, and stay beside the work. What a menu opens in is a dialog for itself.
  const kinds = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';
  const overlays = [...document.querySelectorAll(kinds)].filter(
    (element) => isSeen(element) && !element.closest('main, [role=region]') && !element.querySelector(kinds),
  );
  const top = overlays.at(-1) ?? document.querySelector(within) ?? document.body;
  const alike = new Map<string, number>();
  const controls: Control[] = [];
  for (const element of top.querySelectorAll('button, a[href], summary, [role=button], [role=tab], [role^=menuitem]')) {
    if (!isSeen(element) || element.closest('[inert], [aria-hidden=true]')) continue;
    if (element.matches('[disabled], [data-disabled], [aria-disabled=true], [data-pending], a[href^="tel:"], a[href^="mailto:"]')) continue;
    const place = element.closest('[role=tabpanel], section, fieldset, [role=group]');
    const where = place && top.contains(place) ? named(place).slice(0, 40) : '';
    const parent = element.parentElement;
    // Where a dialog offers many of a kind they are a list too.
    const isOne = overlays.length > 0 && [...(parent?.children ?? [])].filter((child) => child.className === element.className).length > 4;
    const list = isOne ? parent : element.closest('ol, ul, table, [role=grid], svg');
    if (list && top.contains(list) && !element.matches('[role=tab], [role^=menuitem]')) {
      const kind = `${where} ${element.getAttribute('class')} ${list.getAttribute('class')}`;
      alike.set(kind, (alike.get(kind) ?? 0) + 1);
      if ((alike.get(kind) ?? 0) > 2) continue;
    }
    const key = where ? `${named(element)} (${where})` : named(element);
    if (controls.some((control) => control.key === key)) continue;
    if (key === mark) element.setAttribute('data-marked', '');
    const last = element.matches('[type=submit], [class*=_primary_], [class*=_danger_]');
    const isForm = overlays.length > 0 && !last;
    const common = !isForm ? undefined
      : element.matches('[slot=close], footer > :first-child') ? 'close'
      : element.matches('[aria-haspopup=dialog]') ? 'calendar'
      : element.matches('[aria-expanded]:not([aria-haspopup])') ? 'more' : undefined;
    controls.push({key, first: !!element.closest('[role=tabpanel]'), last, common});
  }
  return {
    path: location.pathname,
    // Calendars are alike, whatever day they are for.
    layers: overlays.map((element) =>
      element.querySelector('table[role=grid]') ? 'calendar' : `${element.getAttribute('role')} ${named(element).slice(0, 60)}`,
    ),
    isBroken: !!document.querySelector('section[role=alert]'),
    isBlank: (document.querySelector('main')?.innerText ?? '').trim().length < 3 || !document.querySelector('h1'),
    controls,
  };
}

// What went wrong on a page, each with what was pressed before it; and when nothing is on its way any more.
function hear(page: Page, answers: number[]) {
  const heard = {where: 'at first', faults: [] as string[]};
  const fault = (what: string) => heard.faults.push(`${heard.where}: ${what}`);
  const onTheWay = new Set<unknown>();
  let program = 0; // when a part of it came; what it draws may follow a little later
  page.on('request', (request) => {
    if (request.isNavigationRequest()) onTheWay.clear();
    if (request.resourceType() !== 'eventsource') onTheWay.add(request);
  });
  page.on('requestfinished', (request) => {
    onTheWay.delete(request);
    if (request.resourceType() === 'script') program = Date.now();
  });
  page.on('requestfailed', (request) => {
    onTheWay.delete(request);
    const why = request.failure()?.errorText ?? '';
    // What nobody waits for any more, and downloads.
    if (why !== 'net::ERR_ABORTED') fault(`${request.method()} ${request.url()}: ${why}`);
  });
  page.on('response', (response: Response) => {
    const status = response.status();
    if (status >= 400 && !answers.includes(status)) fault(`${status} ${response.request().method()} ${response.url()}`);
  });
  page.on('console', (message) => {
    // What the browser says of an answer was looked at above.
    if (message.type() === 'error' && !/server responded with a status/.test(message.text())) fault(message.text());
  });
  page.on('pageerror', (error) => fault(error.stack ?? error.message));
  page.on('dialog', (dialog) => dialog.accept());
  page.on('filechooser', () => {}); // who listens is not shown the machine's own
  const isDrawing = () =>
    new Promise<boolean>((tell) => {
      const see = () => tell(!!document.querySelector('[data-loading], [aria-busy="true"], [data-exiting], [data-entering]'));
      requestAnimationFrame(() => setTimeout(see));
    });
  const quiet = async () => {
    const until = Date.now() + 8_000 * patience;
    for (let calm = 0; calm < 2 && Date.now() < until; ) {
      const isBusy = await page.evaluate(isDrawing).catch(() => true);
      calm = isBusy || onTheWay.size > 0 || Date.now() - program < 350 ? 0 : calm + 1;
      if (calm === 0) await page.waitForTimeout(15);
    }
  };
  return {heard, fault, quiet};
}

const areSame = (one: string[], other: string[]) => one.length === other.length && one.every((text, n) => text === other[n]);

export async function pressEverything(page: Page, how: Walk): Promise<{pressed: string[]; faults: string[]}> {
  const {visit, within = 'main', skip, answers = [409, 422]} = how;
  const {heard, fault, quiet} = hear(page, answers);
  await page.addInitScript(() => {
    window.print = () => {};
  });
  const pressed: string[] = [];
  const done = new Map<string, Set<string>>(); // keys by layer
  const common: Record<string, number> = {}; // how often
  const see = (mark?: string) => page.evaluate(look, {within, mark});

  const press = async (key: string): Promise<Seen> => {
    await page.evaluate(() => {
      // What tells of the deed before would lie over what is pressed next.
      for (const close of document.querySelectorAll<HTMLElement>('[role=region] [role=alertdialog] [slot=close]')) close.click();
      for (const marked of document.querySelectorAll('[data-marked]')) marked.removeAttribute('data-marked');
    });
    await see(key);
    await page.locator('[data-marked]').first().click({timeout: 5_000 * patience});
    await quiet();
    return see();
  };
  const tryPress = (key: string) =>
    press(key).catch((error: Error) => {
      fault(`${key} cannot be pressed: ${error.message.replaceAll(/\s+/g, ' ').slice(0, 900)}`);
      return null;
    });
  // Closes what lies over so many layers.
  const escape = async (layers: number): Promise<Seen> => {
    let seen = await see();
    for (let turn = 0; turn < 6 && seen.layers.length > layers; ++turn) {
      await page.keyboard.press('Escape');
      await quiet();
      seen = await see();
    }
    if (seen.layers.length > layers) fault(`Escape does not close ${seen.layers.at(-1)}`);
    return seen;
  };
  // Where `way` leads from the screen, wherever one is; false: it is not offered any more.
  const again = async (way: string[], base: string): Promise<boolean> => {
    if ((await escape(0)).path !== base) await page.goBack().catch(() => null);
    await quiet();
    const seen = await see();
    if (seen.path !== base || seen.layers.length > 0) await visit();
    await quiet();
    for (const key of way) {
      if (!(await see()).controls.some((control) => control.key === key)) return false;
      if (!(await tryPress(key))) return false;
    }
    return true;
  };

  const walk = async (way: string[], base: string): Promise<void> => {
    for (;;) {
      const before = await see();
      const layer = before.layers.at(-1) ?? 'screen';
      const known = done.get(layer) ?? new Set();
      done.set(layer, known);
      const left = before.controls.filter(({key, common: kind}) => !known.has(key) && !skip?.test(key) && !(kind && (common[kind] ?? 0) > 2));
      const next = left.find(({first, last}) => first && !last) ?? left.find(({last}) => !last) ?? left[0];
      if (!next) return;
      known.add(next.key);
      if (next.common) common[next.common] = (common[next.common] ?? 0) + 1;
      heard.where = [...way, next.key].join(' › ');
      const after = await tryPress(next.key);
      if (after) pressed.push(heard.where);
      if (after?.isBlank) fault('leaves a blank screen');
      if (after?.isBroken) fault('leads to where something went wrong');
      if (after?.path === base && areSame(after.layers, before.layers)) continue;
      const top = after?.path === base ? after.layers.at(-1) : undefined;
      if (top && !before.layers.includes(top)) {
        await walk([...way, next.key], base);
        const back = await escape((after?.layers.length ?? 0) > before.layers.length ? before.layers.length : 0);
        if (back.path === base && areSame(back.layers, before.layers)) continue;
      }
      if (!(await again(way, base))) return;
    }
  };

  await visit();
  await quiet();
  await walk([], (await see()).path);
  return {pressed, faults: heard.faults};
}

// What the page asked of the server meanwhile: that which changes something, and that which was refused.
export function listen(page: Page) {
  const asked = {changes: [] as string[], refused: [] as string[]};
  page.on('request', (request) => {
    // A batch of reads changes nothing.
    const isRead = request.url().endsWith('/$batch') && !/"method":\s*"(?!get")/i.test(request.postData() ?? '');
    if (request.method() !== 'GET' && !isRead) asked.changes.push(`${request.method()} ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) asked.refused.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  return asked;
}
