// The list of accounts.
import assert from 'node:assert/strict';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('hyper', fillPeople);

at.screen('accounts', 'accounts', async (page) => {
  await page.getByText(people[0].name).first().waitFor();
});
at.screen('accounts-none', 'accounts?search=nobody+is+called+so', async (page) => {
  await page.locator('main h2').first().waitFor();
});

at.test('All-1 the address holds the search', async ({page, visit}) => {
  await visit('accounts');
  await page.getByLabel('Search accounts').fill('Green');
  await page.keyboard.press('Enter');
  await page.waitForURL(/search=Green/);
  await page.getByText('Green Valley').first().waitFor();
  await page.getByText(people[0].name).waitFor({state: 'detached'});
  await page.reload();
  await page.getByText('Green Valley').first().waitFor();
  assert.equal(await page.getByText(people[0].name).count(), 0);
});
