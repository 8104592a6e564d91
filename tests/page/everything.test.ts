// Everything that can be pressed is pressed: nothing breaks, nothing that was offered is refused, no screen is left blank.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {patience} from './lib/browser.ts';
import {beyond, destinations, fillEverything} from './lib/filled.ts';
import {pressEverything, type Walk} from './lib/walk.ts';
import {workspace} from './lib/workspace.ts';

let file = '';
const at = workspace('prospectsoft', async (api) => {
  file = await fillEverything(api);
});
// At least so many: a walk that finds nothing would find no fault either.
const least: Record<string, number> = {
  frame: 20, board: 40, accounts: 16, calling: 15, enquiries: 12, removed: 16, reports: 15, allocation: 15, import: 3, studio: 12,
  users: 18, tokens: 6, settings: 2, account: 140, 'account-removed': 12, enquiry: 13, forms: 17, form: 18, mapping: 5, roles: 14, profile: 2,
};

async function walk(page: Page, name: string, how: Walk) {
  const {pressed, faults} = await pressEverything(page, how);
  console.log(`${name}: ${pressed.length} pressed`);
  if (process.env.PAGE_PRESSED) console.log(pressed.join('\n'));
  assert.deepEqual(faults, []);
  assert.ok(pressed.length >= (least[name] ?? Number.POSITIVE_INFINITY), `only ${pressed.length}: ${pressed.join(', ')}`);
}

at.test('everything in the frame can be pressed, the way out last', async ({another}) => {
  const {page, visit} = await another();
  // A session of its own: it ends here.
  await page.context().clearCookies();
  await visit('/');
  await page.getByLabel('User name or e-mail').fill('owner');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.getByRole('navigation', {name: 'Main navigation'}).waitFor();
  await walk(page, 'frame', {visit: () => visit('removed'), within: 'aside', skip: /^(עברית|Sign out)/});
  await page.getByRole('button', {name: 'Owner'}).click();
  await page.getByRole('menuitem', {name: 'Sign out'}).click();
  await page.getByRole('heading', {name: 'Sign in to Tenure'}).waitFor();
});

const screen = (name: string, path: () => string, skip?: RegExp) =>
  at.test(`everything at ${name} can be pressed`, async ({another}) => {
    const {page, visit} = await another();
    await walk(page, name, {visit: () => visit(path()), skip});
  }, {timeout: 120_000 * patience});

for (const [name, path] of destinations) screen(name, () => path);
for (const [index, [name]] of beyond('').entries()) {
  // One that is restored is the account's page once more.
  screen(name, () => beyond(file)[index]?.[1] ?? '', name === 'account-removed' ? /^Restore/ : undefined);
}
