// The allocation wizard: first or repeat marketing.
import assert from 'node:assert/strict';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const london = people.filter((person) => person.city === 'London');
const at = workspace('hyper', async (api) => {
  await fillPeople(api);
  for (const {key} of london) await api.act('accounts', key, 'log_call', {note: 'Hello'});
});
const found = "allocation?filter=city eq 'London'";

at.screen('allocation', found, async (page) => {
  await page.getByText(london[0]?.name ?? '').waitFor();
});

const statusOf = async (api: import('./lib/workspace.ts').Api, key = '') =>
  (await api.get(`accounts('${key}')`)).customer_status;

at.test('HY-27 with its option off the status is unchanged', async ({page, visit, api}) => {
  await visit(found);
  await page.getByText('Return the status to the first').click();
  await page.getByRole('button', {name: /^Allocate/}).click();
  await page.getByRole('alertdialog').getByRole('button', {name: /^Allocate/}).click();
  await page.getByText(`${london.length} customers were allocated.`).waitFor();
  assert.equal(await statusOf(api, london[0]?.key), 'in_follow_up');
});

at.test('HY-26 HY-28 it returns the status of what the search finds, less what was taken off', async ({page, visit, api}) => {
  await visit(found);
  const row = page.getByRole('row').filter({hasText: london[1]?.name ?? ''});
  await row.getByRole('checkbox').uncheck({force: true});
  await page.getByText('One was taken off.').waitFor();
  await page.getByRole('button', {name: /^Allocate/}).click();
  await page.getByRole('alertdialog').getByRole('button', {name: /^Allocate/}).click();
  await page.getByText(`${london.length - 1} customers were allocated.`).waitFor();
  assert.equal(await statusOf(api, london[0]?.key), 'new');
  assert.equal(await statusOf(api, london[1]?.key), 'in_follow_up', 'taken off its list');
  assert.equal(await statusOf(api, people[1]?.key), 'new', 'not found, not touched');
});
