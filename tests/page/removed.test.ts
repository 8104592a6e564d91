// The pool of removed customers.
import assert from 'node:assert/strict';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const removed = people.slice(2, 6);
const at = workspace('hyper', async (api) => {
  await fillPeople(api);
  await api.act('accounts', removed[0]?.key ?? '', 'log_call', {note: 'Nobody there'});
  for (const {key} of removed) await api.act('accounts', key, 'archive', {reason: 'Entered twice'});
});

at.screen('removed', 'removed', async (page) => {
  await page.getByRole('row').nth(2).locator('label').click();
  await page.getByRole('button', {name: /Restore|שחזור/}).waitFor();
});

at.test('HY-22 who is removed is in the pool and not among the customers', async ({page, visit}) => {
  await visit('removed');
  await page.getByText(removed[0]?.name ?? '').waitFor();
  assert.equal(await page.getByText(people[0].name).count(), 0);
  await visit('accounts');
  await page.getByText(people[0].name).waitFor();
  assert.equal(await page.getByText(removed[0]?.name ?? '').count(), 0);
});

at.test('HY-25 restoring brings record and status back, and can be undone', async ({page, visit, api}) => {
  const {key = '', name = ''} = removed[0] ?? {};
  await visit('removed');
  const row = page.getByRole('row').filter({hasText: name});
  await row.getByRole('checkbox').check({force: true});
  await page.getByRole('button', {name: 'Restore'}).click();
  await page.getByText('One customer is back as it was.').waitFor();
  const account = await api.get(`accounts('${key}')`);
  assert.equal(account.archived, false);
  assert.equal(account.customer_status, 'in_follow_up');
  await page.getByRole('button', {name: 'Undo'}).click();
  await row.waitFor();
  assert.equal((await api.get(`accounts('${key}')`)).archived, true);
});

at.test('HY-25 several are restored at once, by keyboard alone', async ({page, visit, api}) => {
  await visit(`removed?filter=key in ('${removed[1]?.key}','${removed[2]?.key}')`);
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Control+a');
  await page.getByText('2 are chosen').waitFor();
  const restore = page.getByRole('button', {name: 'Restore'});
  await restore.focus();
  await page.keyboard.press('Enter');
  await page.getByText('2 customers are back as they were.').waitFor();
  assert.equal((await api.get(`accounts('${removed[2]?.key}')`)).archived, false);
});
