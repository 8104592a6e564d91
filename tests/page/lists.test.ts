// What every list of records can do: columns, order, conditions, saved views, the ways out of it.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('hyper', fillPeople);

at.screen('list-columns', 'accounts', async (page, language) => {
  await page.getByRole('button', {name: language === 'he' ? 'עוד' : 'More', exact: true}).click();
  await page.getByRole('menuitem').first().click();
  await page.getByRole('dialog').getByRole('group').first().waitFor();
});
at.screen('list-filter', "accounts?filter=contains(name,'a') and order_count eq 0", async (page) => {
  await page.getByRole('combobox').first().waitFor();
});

at.test('All-1 any field can be a column, and the address holds it', async ({page, visit}) => {
  await visit('accounts');
  await page.getByRole('button', {name: 'More', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Choose columns'}).click();
  const dialog = page.getByRole('dialog', {name: 'Columns'});
  await dialog.getByLabel('Search fields').fill('city');
  await dialog.getByRole('checkbox', {name: 'City'}).check({force: true});
  await dialog.getByRole('button', {name: 'Show these columns'}).click();
  await page.waitForURL(/columns=[^&]*city/);
  await page.reload();
  await page.getByRole('columnheader', {name: 'City'}).waitFor();
}, {width: 2200});

at.test('All-1 a list is sorted by the server, both ways', async ({page, visit}) => {
  await visit('accounts');
  const first = (text = '') => page.getByRole('rowheader').first().filter({hasText: text}).waitFor();
  const names = people.map((person) => person.name).sort();
  await first(names[0]);
  await page.getByRole('columnheader', {name: 'Name'}).click();
  await page.waitForURL(/sort=name(\+|%20)desc/);
  await first(names.at(-1));
});

at.test('All-1 a condition is built row by row and always shown as text', async ({page, visit}) => {
  await visit('accounts');
  await page.getByRole('button', {name: 'Filter'}).click();
  await page.getByRole('button', {name: 'Add a condition'}).click();
  const field = page.getByRole('combobox', {name: 'Field'});
  await field.fill('City');
  await page.getByRole('option', {name: 'City'}).click();
  await page.getByRole('textbox', {name: 'Value'}).fill('Leeds');
  await page.getByText("contains(city,'Leeds')").waitFor();
  await page.getByText(people[1]?.name ?? '').waitFor();
  await page.getByText(people[0].name).waitFor({state: 'detached'});
});

at.test('All-1 a wrong condition says what is wrong and keeps what was shown', async ({page, visit}) => {
  await visit('accounts');
  await page.getByRole('button', {name: 'Filter'}).click();
  await page.getByRole('button', {name: 'Edit as text'}).click();
  await page.getByRole('textbox', {name: 'Condition as text'}).fill('no_such_field eq 1');
  await page.getByText(/no_such_field/).filter({hasNot: page.locator('textarea')}).last().waitFor();
  await page.getByText(people[0].name).waitFor();
});

at.test('All-1 a view is saved, shared, found again and deleted', async ({page, visit, api}) => {
  await visit("accounts?filter=city eq 'London'&sort=name desc&search=a");
  await page.getByRole('button', {name: 'All', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Save as a view'}).click();
  await page.getByRole('textbox', {name: 'Name'}).fill('Londoners');
  await page.getByText('Everyone may use it').click();
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Londoners'}).waitFor();
  const saved = await api.get<{value: Record<string, unknown>[]}>('views');
  assert.equal(saved.value[0]?.filter, "city eq 'London'");
  assert.equal(saved.value[0]?.shared, true);

  await visit('accounts');
  await page.getByRole('button', {name: 'All', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Londoners'}).click();
  await page.waitForURL(/search=a/);
  assert.match(decodeURIComponent(page.url()), /city\+eq\+'London'.*sort=name\+desc/);

  await page.getByRole('button', {name: 'Londoners'}).click();
  await page.getByRole('menuitem', {name: 'Delete this view'}).click();
  await page.getByText('The view was deleted.').waitFor();
  assert.equal((await api.get<{value: unknown[]}>('views')).value.length, 0);
});

at.test('All-1 a list is exported as it is shown, safe for spreadsheets', async ({page, visit, api}) => {
  await api.create('accounts', {key: 'C-900', name: '=1+1', email: 'formula@example.com', city: 'Ghent'});
  await visit("accounts?filter=city eq 'Ghent' or city eq 'Leeds'&columns=key,name,city&sort=key");
  await page.getByRole('button', {name: 'More', exact: true}).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', {name: 'Export (CSV)'}).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8').split('\n');
  const leeds = people.filter((person) => person.city === 'Leeds');
  assert.equal(lines[0], '\ufeffCustomer id,Name,City');
  assert.equal(lines[1], `${leeds[0]?.key},${leeds[0]?.name},Leeds`);
  assert.equal(lines.length, 1 + leeds.length + 1 + 1, 'the titles, every row, the end');
  assert.ok(lines.includes("C-900,'=1+1,Ghent"));
});

at.test('All-1 paper gets every row and nothing to press', async ({page, visit}) => {
  await visit('accounts?columns=name,city&filter=startswith(key,%27C-0%27)');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({media: 'print'});
  const table = page.locator('table').filter({hasText: people[0].name});
  assert.equal(await table.locator('tbody tr').count(), people.length);
  assert.equal(await page.getByRole('button', {name: 'Filter'}).isVisible(), false);
});

at.test('All-1 a list asked for with columns that nobody knows says so', async ({page, visit}) => {
  await visit('accounts?columns=nothing,neither');
  await page.getByRole('alert').getByText(/nothing/).waitFor();
});
