// The board where only what happens and declarations move: what is asked, what is refused, what was.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const [first, second, third, fourth] = people as unknown as {key: string; name: string}[];
const at = workspace('hyper', async (api) => {
  for (const person of people.slice(0, 6)) await api.create('accounts', person);
  await api.act('accounts', first?.key ?? '', 'log_call', {note: 'Hello'});
  await api.act('accounts', third?.key ?? '', 'issue_invoice', {amount: '10', currency: 'ILS'});
  await api.create('accounts', {key: 'OLD', name: 'Was called in March', at: '2026-01-10T09:00:00Z'});
  await api.act('accounts', 'OLD', 'log_call', {at: '2026-03-05T09:00:00Z'});
});
// Wide enough for every column: what is dragged does not scroll.
const wide = {width: 2300};
const empty = workspace('hyper');
empty.screen('board-empty', 'board', async (page) => {
  await page.locator('main h2').waitFor();
});

const column = (page: Page, title: string) => page.getByRole('region', {name: title, exact: true});
const drag = (page: Page, name: string, to: string) =>
  page.getByRole('row', {name}).dragTo(column(page, to).getByRole('grid'));

at.test('HY-2 every status has its title and an icon of its own', async ({page, visit}) => {
  const titles = ['New', 'In follow-up', 'Follow-up + meeting / quote', 'Not interested', 'Real customer', 'Real customer + club / contract', 'Frozen'];
  await visit('board');
  const shapes = new Set<string | null>();
  for (const title of titles) {
    const icon = column(page, title).locator('header svg[data-icon]');
    await icon.waitFor();
    shapes.add(await icon.locator('path').getAttribute('d'));
  }
  assert.equal(shapes.size, titles.length);
}, wide);

at.test('HY-30 a drop that is refused springs back, with the reasons and what would work', async ({page, visit}) => {
  await visit('board');
  const name = second?.name ?? '';
  await page.getByRole('row', {name}).waitFor();
  await drag(page, name, 'Real customer');
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/cannot be set by hand/).waitFor();
  await dialog.getByRole('button', {name: 'Not interested'}).waitFor();
  await dialog.getByRole('button', {name: 'Leave it'}).click();
  await column(page, 'New').getByRole('row', {name}).waitFor();
  assert.equal(await column(page, 'Real customer').getByRole('row', {name}).count(), 0);
}, wide);

at.test('HY-9 a drop that must be documented opens the form, and moves when it is filled', async ({page, visit, api}) => {
  await visit('board');
  const name = first?.name ?? '';
  await page.getByRole('row', {name}).waitFor();
  await drag(page, name, 'Not interested');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: /Why is the customer not interested/}).click();
  await page.getByRole('option', {name: 'No need'}).click();
  await dialog.getByRole('button', {name: 'Declare'}).click();
  await dialog.waitFor({state: 'detached'}); // the card stands where it was dropped before the server has said so
  await column(page, 'Not interested').getByRole('row', {name}).waitFor();
  assert.equal((await api.get(`accounts('${first?.key}')`)).not_interested_reason, 'no_need');
}, wide);

at.test('HY-9 a form that is closed moves nothing', async ({page, visit, api}) => {
  await visit('board');
  const name = third?.name ?? '';
  await page.getByRole('row', {name}).waitFor();
  await drag(page, name, 'Frozen');
  await page.getByRole('dialog').getByRole('button', {name: 'Cancel'}).click();
  await column(page, 'Real customer').getByRole('row', {name}).waitFor();
  assert.equal((await api.get(`accounts('${third?.key}')`)).customer_status, 'real');
}, wide);

at.test('A5 a card is carried with the keyboard', async ({page, visit}) => {
  await visit('board');
  const name = fourth?.name ?? '';
  const row = page.getByRole('row', {name});
  await row.waitFor();
  await row.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  // Every column but its own is a place to drop it on, one Tab after the other; its name is that of the column.
  const target = page.getByRole('button', {name: 'Drop on Not interested'});
  await target.waitFor();
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let turn = 0; turn < 12 && !(await isThere()); ++turn) await page.keyboard.press('Tab');
  assert.ok(await isThere(), 'the column took the focus');
  const seen = await column(page, 'Not interested').getByRole('heading').boundingBox();
  assert.ok(seen && seen.x >= 0 && seen.x + seen.width <= 1280, 'and its title is in view');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText(/Why is the customer not interested/).first().waitFor();
});

at.test('A5 a card that is carried with the keyboard is put back with Escape', async ({page, visit, api}) => {
  await visit('board');
  const row = page.getByRole('row', {name: fourth?.name ?? ''});
  await row.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  await page.getByRole('button', {name: /^Drop on/}).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', {name: /^Drop on/}).first().waitFor({state: 'detached'});
  assert.equal((await api.get(`accounts('${fourth?.key}')`)).customer_status, 'new');
});

at.test('the board as of a day in the past, where nothing is moved', async ({page, visit}) => {
  await visit('board?as_of=2026-02-01');
  await column(page, 'New').getByRole('row', {name: 'Was called in March'}).waitFor();
  assert.equal(await page.getByRole('row', {name: second?.name}).count(), 0, 'who came later is not there');
  assert.equal(await page.getByRole('button', {name: /^Move .* to/}).count(), 0);
  await page.getByRole('button', {name: 'Back to now'}).click();
  await column(page, 'In follow-up').getByRole('row', {name: 'Was called in March'}).waitFor();
});

at.test('the account as of a day in the past', async ({page, visit}) => {
  await visit('accounts/OLD?as_of=2026-02-01');
  const path = page.getByRole('region', {name: 'Customer status'});
  await path.locator('[aria-current=step]').getByText('New').waitFor();
  assert.equal(await page.getByRole('button', {name: 'Log a call'}).count(), 0, 'the past is not changed here');
  await page.getByRole('button', {name: 'Back to now'}).click();
  await path.locator('[aria-current=step]').getByText('In follow-up').waitFor();
  await page.getByRole('button', {name: 'Log a call'}).waitFor();
});

at.test('J and K go through the cards, N adds one', async ({page, visit}) => {
  await visit('board');
  await page.getByRole('row').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const key = () => page.evaluate(() => document.activeElement?.getAttribute('data-key'));
  const down = await key();
  await page.keyboard.press('k');
  assert.notEqual(await key(), down);
  await page.keyboard.press('n');
  await page.getByRole('dialog').waitFor();
});

at.test('A5 a finger moves a card with "Move to …"', async ({page, visit, api}) => {
  await api.create('accounts', {key: 'TOUCH', name: 'Touched', email: 'touched@example.com'});
  await api.act('accounts', 'TOUCH', 'log_call', {note: 'No, thanks'});
  await visit('board?search=touched');
  await page.getByRole('button', {name: /^Move .*Touched.* to/}).tap();
  await page.getByRole('button', {name: 'Not interested'}).tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: /Why is the customer not interested/}).tap();
  await page.getByRole('option', {name: 'Price'}).tap();
  await dialog.getByRole('button', {name: 'Declare'}).tap();
  await dialog.waitFor({state: 'detached'});
  assert.equal((await api.get("accounts('TOUCH')")).customer_status, 'not_interested');
}, {width: 390, height: 844, touch: true});
