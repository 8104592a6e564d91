// Many at once: what would come of every row, the job, the way back.
import assert from 'node:assert/strict';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('prospectsoft', fillPeople);
const london = people.filter((person) => person.city === 'London');
const found = "accounts?filter=city eq 'London'";

const chooseAll = async (page: import('playwright-core').Page) => {
  await page.getByText(london[0]?.name ?? '').waitFor();
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Control+a');
};

at.screen('bulk', found, async (page, language) => {
  await chooseAll(page);
  await page.getByRole('button', {name: language === 'he' ? 'שינוי…' : 'Change …'}).click();
  await page.getByRole('dialog').waitFor();
});

at.test('PS-40 PS-41 one run splits into type and stage: seen first, done as a job, taken back', async ({page, visit, api}) => {
  await visit(found);
  await chooseAll(page);
  await page.getByRole('button', {name: 'Change …'}).click();
  const dialog = page.getByRole('dialog');
  for (const [field, value] of [['Sector', 'Food'], ['Lifecycle', 'Prospect']] as const) {
    await dialog.getByRole('button', {name: 'A field or a stage'}).click();
    await dialog.getByRole('combobox', {name: 'Field'}).last().fill(field);
    await page.getByRole('option', {name: field, exact: true}).click();
    if (field === 'Sector') {
      await dialog.getByRole('textbox', {name: 'Value'}).fill(value);
    } else {
      await dialog.getByRole('button', {name: 'Value'}).click();
      await page.getByRole('option', {name: value, exact: true}).click();
    }
  }
  await dialog.getByRole('button', {name: 'See what would come of it'}).click();
  await dialog.getByText(/Nothing is done yet/).waitFor();
  await dialog.getByText('Suspect → Prospect').first().waitFor();
  const account = () => api.get(`accounts('${london[0]?.key}')`);
  assert.equal((await account()).sector, null);

  await dialog.getByRole('button', {name: `Change ${london.length}`}).click();
  await dialog.getByText(`${london.length} changed, 0 refused.`).waitFor({timeout: 30_000});
  assert.deepEqual([(await account()).sector, (await account()).customer_lifecycle], ['Food', 'prospect']);

  await dialog.getByRole('button', {name: 'Take it all back'}).click();
  await dialog.getByText(`${london.length} are as they were; 0 had changed since and stay.`).waitFor({timeout: 30_000});
  assert.deepEqual([(await account()).sector, (await account()).customer_lifecycle], [null, 'suspect']);
});
