// WCAG 1.4.10: at twice the size, which is half of a window of 1280 by 800, everything is there and can be pressed.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import type {Language} from './lib/browser.ts';
import {patience, picture, settled} from './lib/browser.ts';
import {beyond, destinations, fillEverything, whole} from './lib/filled.ts';
import {notReached} from './lib/reach.ts';
import {workspace} from './lib/workspace.ts';

let file = '';
const at = workspace('prospectsoft', async (api) => {
  file = await fillEverything(api);
});
const words = {
  en: {add: 'Add', order: 'Place an order', edit: 'Edit', move: 'Move to …', why: 'Why?', more: 'More', filter: 'Filter', user: 'Add a user', menu: 'Menu'},
  he: {add: 'הוספה', order: 'קליטת הזמנה', edit: 'עריכה', move: 'העברה אל…', why: 'מדוע?', more: 'עוד', filter: 'סינון', user: 'הוספת משתמש', menu: 'תפריט'},
} as const;

// What opens over a screen, or in it: where, and how it is opened.
const opened = (say: (typeof words)[Language]): [name: string, path: string, open: (page: Page) => Promise<unknown>][] => {
  const press = (page: Page, name: string) => page.getByRole('button', {name, exact: true}).first().click();
  return [
    ['quick-add', 'board', (page) => page.keyboard.press('n')],
    ['menu', 'board', (page) => press(page, say.menu)],
    ['filter', "accounts?filter=contains(name,'a')", (page) => page.getByRole('combobox').first().waitFor()],
    ['columns', 'accounts', async (page) => {
      await press(page, say.more);
      await page.getByRole('menuitem').first().click();
    }],
    ['add', `accounts/${whole}`, (page) => press(page, say.add)],
    ['order', `accounts/${whole}`, async (page) => {
      await press(page, say.add);
      await page.getByRole('menuitem', {name: say.order}).click();
    }],
    ['edit', `accounts/${whole}`, (page) => press(page, say.edit)],
    ['move', `accounts/${whole}`, (page) => press(page, say.move)],
    ['why', `accounts/${whole}`, (page) => press(page, say.why)],
    ['user', 'users', (page) => press(page, say.user)],
  ];
};

for (const language of ['en', 'he'] as const) {
  at.test(`A5 at twice the size every screen and what opens over it is within reach, ${language}`, async ({page, visit}) => {
    const faults: string[] = [];
    const judge = async (name: string) => {
      await settled(page);
      const found = await notReached(page);
      if (found.length > 0) await picture(page, `zoom-${name}-${language}`);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    };
    for (const [name, path] of [...destinations, ...beyond(file)]) {
      await visit(path);
      await judge(name);
    }
    for (const [name, path, open] of opened(words[language])) {
      await visit(path);
      await open(page);
      if (name !== 'filter') await page.locator('[role=dialog], [role=menu]').first().waitFor();
      await judge(name);
    }
    assert.deepEqual(faults, []);
  }, {language, width: 640, height: 400, scale: 2, timeout: 120_000 * patience});
}
