// Import: a file, its columns, the dry run, the rows that come back.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {picture} from './lib/browser.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('hyper');
const file = {
  name: 'customers.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from('Customer no,Company,Mail,Town\nN-1,מאפיית דן,dan@example.com,Haifa\nN-2,Oak & Sons,oak@example.com,Leeds\n,Nobody,none@example.com,Hull\n'),
};

at.screen('import', 'import');

const send = async (page: import('playwright-core').Page) => {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('heading', {name: 'customers.csv'}).waitFor();
};

at.test('All-3 a file is mapped by columns, tried, imported; what is refused comes back', async ({page, visit, api}) => {
  await visit('import');
  await send(page);
  await page.getByRole('combobox', {name: 'Field for \u2068Town\u2069'}).fill('City');
  await page.getByRole('option', {name: 'City'}).click();
  await picture(page, 'import-mapping');
  await page.getByRole('button', {name: 'Try it'}).click();
  await page.getByText('3 rows were tried, 1 would be refused. Nothing went in.').waitFor({timeout: 30_000});
  assert.equal((await api.get<{value: unknown[]}>('accounts')).value.length, 0);
  await page.getByRole('button', {name: 'Import', exact: true}).click();
  await page.getByText('3 rows, 1 of them refused. The others are in.').waitFor({timeout: 30_000});
  const {value} = await api.get<{value: Record<string, unknown>[]}>('accounts?$orderby=key');
  assert.deepEqual(value.map(({key, name, city, customer_status}) => [key, name, city, customer_status]), [
    ['N-1', 'מאפיית דן', 'Haifa', 'new'],
    ['N-2', 'Oak & Sons', 'Leeds', 'new'],
  ]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', {name: /refused rows/}).click(),
  ]);
  assert.match(readFileSync(await download.path(), 'utf8'), /Nobody/);
});
