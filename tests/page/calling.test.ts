// The calling list, and adding an account.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('hyper', fillPeople);
const long = workspace('hyper', async (api) => {
  for (let n = 1; n <= 120; n += 1) await api.create('accounts', {key: `B-${String(n).padStart(3, '0')}`, name: `Baker ${n}`});
});

at.screen('calling', 'calling', async (page) => {
  await page.getByRole('heading', {level: 2}).first().waitFor();
});
at.screen('quick-add', 'board', async (page) => {
  await page.keyboard.press('n');
  await page.getByRole('dialog').waitFor();
}, {narrow: false});

// What the keys do is there.
const outcomes = (page: Page) => page.getByRole('button', {name: 'Answered 1'}).waitFor();

at.test('PS-2 one key logs the call and brings the next', async ({page, visit, api}) => {
  await visit('calling');
  await outcomes(page);
  const name = page.locator('#next-call');
  const first = await name.innerText();
  await page.keyboard.press('1');
  await page.waitForFunction((before) => document.querySelector('#next-call')?.textContent !== before, first);
  const called = people.find((person) => person.name === first);
  const row = await api.get(`accounts('${called?.key}')`);
  assert.equal(row.customer_status, 'in_follow_up', 'HY-4');
});

at.test('PS-2 the keys go on while the notice of the call before is still there', async ({page, visit}) => {
  await visit('calling');
  await outcomes(page);
  for (let calls = 0; calls < 3; ++calls) {
    const before = await page.locator('#next-call').innerText();
    await page.keyboard.press('2');
    await page.waitForFunction((was) => document.querySelector('#next-call')?.textContent !== was, before);
  }
});

at.test('PS-2 whoever is in front stays there with what was written, when others change the list', async ({page, visit, api}) => {
  await visit('calling');
  await outcomes(page);
  const name = await page.locator('#next-call').innerText();
  await page.getByLabel('Note').fill('Wants it in blue');
  await page.getByRole('heading', {name}).click();
  await page.keyboard.press('4');
  const dialog = page.getByRole('dialog', {name: 'When to call back?'});
  await dialog.waitFor();
  const key = people.find((person) => person.name === name)?.key ?? '';
  await api.act('accounts', key, 'declare', {declaration: 'not_interested', not_interested_reason: 'price', note: 'No'});
  await page.getByText('Is not on the list any more').waitFor();
  assert.equal(await page.locator('#next-call').innerText(), name);
  assert.equal(await dialog.count(), 1);
  await dialog.getByRole('button', {name: 'In an hour'}).click();
  await page.waitForFunction((was) => document.querySelector('#next-call')?.textContent !== was, name);
  const {value} = await api.get<{value: {note: string | null}[]}>(`activities?$filter=${encodeURIComponent(`account eq '${key}'`)}`);
  assert.ok(value.some(({note}) => note === 'Wants it in blue'));
});

at.test('PS-2 a callback is asked for its time', async ({page, visit, api}) => {
  await visit('calling');
  await outcomes(page);
  const first = await page.locator('#next-call').innerText();
  await page.keyboard.press('4');
  await page.getByRole('button', {name: 'In an hour'}).click();
  await page.waitForFunction((before) => document.querySelector('#next-call')?.textContent !== before, first);
  const called = people.find((person) => person.name === first);
  const {value} = await api.get<{value: {subject: string}[]}>(`tasks?$filter=${encodeURIComponent(`account eq '${called?.key}'`)}`);
  assert.ok(value.length > 0, 'somebody is to call back');
});

at.test('HY-3, PS-1, PS-43 an e-mail is enough, and who is added is new', async ({page, visit, api}) => {
  await visit('board');
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByLabel('E-mail').fill('only@example.com');
  await page.keyboard.press('Enter');
  await page.waitForURL(/accounts\/A-/);
  const key = decodeURIComponent(page.url().split('/').at(-1) ?? '');
  const row = await api.get(`accounts('${key}')`);
  assert.deepEqual([row.email, row.customer_status], ['only@example.com', 'new']);
});

at.test('All-4 one that may be there already is shown before it is made twice', async ({page, visit}) => {
  await visit('board');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill(people[0].email ?? '');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', {name: new RegExp(`Open .*${people[0].key}`)}).waitFor();
  await dialog.getByRole('button', {name: 'Add it all the same'}).click();
  await page.waitForURL(/accounts\/A-/);
});

long.test('PS-2 the list goes on behind its first fifty', async ({page, visit}) => {
  await visit('calling');
  const rows = page.getByRole('region', {name: 'In this order'}).getByRole('listitem');
  assert.equal(await rows.count(), 50);
  const next = page.getByRole('button', {name: /The next .*50/});
  await next.click();
  await rows.nth(99).waitFor();
  await next.click();
  await rows.nth(119).waitFor();
  await next.waitFor({state: 'detached'});
  assert.equal(new Set(await rows.allInnerTexts()).size, 120, 'everybody once');
  // A call is logged, and the rest stays where it was.
  await outcomes(page);
  await page.keyboard.press('1');
  await page.getByText(/^Call to .* logged$/).waitFor();
  await rows.nth(119).waitFor({state: 'detached'});
  assert.equal(await rows.count(), 119);
});
