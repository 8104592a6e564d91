// Presses every button of a view once, and everything in the menus that they open; each time on a fresh view.
import type {Page} from 'playwright-core';
import {settled} from './browser.ts';

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

// By their names; of rows that are alike one is enough.
const namesOf = async (page: Page, selector: string) => {
  const names = await page.locator(selector).evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility() && !element.matches('[disabled], [data-disabled], [aria-disabled=true]'))
      .map((element) => element.getAttribute('aria-label') ?? (element as HTMLElement).innerText),
  );
  return [...new Set(names.map((name) => name.trim()))].filter(Boolean);
};

const press = async (page: Page, selector: string, name: string) => {
  const all = page.locator(selector);
  const index = await all.evaluateAll(
    (elements, wanted) =>
      elements.findIndex((element) => (element.getAttribute('aria-label') ?? (element as HTMLElement).innerText).trim() === wanted),
    name,
  );
  await all.nth(index).click();
  await settled(page);
};

const entries = '[role^=menuitem]';

export async function pressEverything(page: Page, view: () => Promise<void>, within = 'main', skip = /^$/): Promise<string[]> {
  const buttons = `${within} button`;
  const pressed: string[] = [];
  await view();
  for (const name of (await namesOf(page, buttons)).filter((one) => !skip.test(one))) {
    await view();
    await press(page, buttons, name);
    pressed.push(name);
    for (const entry of await namesOf(page, entries)) {
      if (!(await page.locator(entries).count())) {
        await view();
        await press(page, buttons, name);
      }
      await press(page, entries, entry);
      pressed.push(`${name} › ${entry}`);
    }
  }
  return pressed;
}
