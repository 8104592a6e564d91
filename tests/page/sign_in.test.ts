// Coming in.
import assert from 'node:assert/strict';
import {workspace} from './lib/workspace.ts';

const at = workspace('hyper');

at.screen('sign-in', '/', undefined, {signedOut: true});
at.screen(
  'sign-in-refused',
  '/',
  async (page) => {
    await page.locator('input[name=user]').fill('owner');
    await page.locator('input[name=password]').fill('a wrong password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
  },
  {signedOut: true},
);

at.test('All-2 who signs in is let in, and signs out again', async ({another}) => {
  const {page, visit, faults} = await another();
  await page.context().clearCookies();
  await visit('/');
  await page.getByLabel('User name or e-mail').fill('owner');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.getByRole('navigation', {name: 'Main navigation'}).waitFor();
  assert.match(page.url(), /\/app\/default\//);
  await page.getByRole('button', {name: 'Owner'}).click();
  await page.getByRole('menuitem', {name: 'Sign out'}).click();
  await page.getByRole('heading', {name: 'Sign in to Tenure'}).waitFor();
  assert.deepEqual(faults, []);
});

at.test('All-6 the language is each reader’s own, with its direction', async ({page, visit}) => {
  await visit('accounts');
  await page.getByRole('button', {name: 'Owner'}).click();
  await page.getByRole('menuitem', {name: 'עברית'}).click();
  await page.getByRole('heading', {level: 1, name: 'לקוחות'}).first().waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'he');
});
