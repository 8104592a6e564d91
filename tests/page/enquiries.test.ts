// Enquiries and the forms that they come by.
import assert from 'node:assert/strict';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const enquiry = (key: string, name: string, more: object = {}) => ({
  key,
  name,
  subject: `About ${key}`,
  channel: 'web',
  email: `${key.toLowerCase()}@example.com`,
  note: 'Please call me back.',
  ...more,
});
const hyper = workspace('hyper');
const at = workspace('prospectsoft', async (api) => {
  await fillPeople(api);
  for (const [key, name] of [['E-1', 'Ruth Adler'], ['E-2', 'אבי נחום'], ['E-3', 'Paul Kent'], ['E-4', 'Ida Brook']] as const) {
    await api.create('enquiries', enquiry(key, name));
  }
  await api.create('enquiries', enquiry('E-5', 'Twin', {email: people[0].email}));
});

at.screen('enquiries', 'enquiries', async (page) => {
  await page.getByText('Ruth Adler').waitFor();
});
at.screen('enquiry', 'enquiries?enquiry=E-2', async (page) => {
  await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
});
at.screen('form-builder', 'forms?form=new', async (page) => {
  await page.getByRole('textbox').first().waitFor();
});
at.screen('forms-none', 'forms');

const convert = (page: import('playwright-core').Page) =>
  page.getByRole('dialog').getByRole('button', {name: 'Convert', exact: true}).click();

at.test('PS-51 enquiries are listed, the latest first, and open beside the list', async ({page, visit}) => {
  await visit('enquiries');
  await page.getByText('Paul Kent').click();
  await page.waitForURL(/enquiry=E-3/);
  await page.getByRole('dialog', {name: 'About E-3'}).getByText('Please call me back.').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({state: 'detached'});
});

at.test('PS-53 an enquiry converts to a case of a customer one has', async ({page, visit, api}) => {
  await visit('enquiries?enquiry=E-3');
  await page.getByText('A case', {exact: true}).click();
  await page.getByRole('combobox', {name: 'Whose it is'}).fill('Green');
  await page.getByRole('option', {name: /Green Valley/}).click();
  await convert(page);
  await page.getByText('The enquiry is converted.').waitFor();
  const row = await api.get(`enquiries('E-3')`);
  assert.equal(row.account, people[1]?.key);
  assert.equal((await api.get(`cases('${row.case}')`)).account, people[1]?.key);
});

at.test('PS-54 an enquiry converts to an opportunity, with its amount', async ({page, visit, api}) => {
  await visit('enquiries?enquiry=E-1');
  await page.getByText('An opportunity', {exact: true}).click();
  await page.getByRole('textbox', {name: 'Amount'}).fill('1250.50');
  await convert(page);
  await page.getByText('The enquiry is converted.').waitFor();
  const row = await api.get(`enquiries('E-1')`);
  const deal = await api.get(`opportunities('${row.opportunity}')`);
  assert.equal(Number(deal.amount), 1250.5);
  const account = await api.get(`accounts('${row.account}')`);
  assert.equal(account.customer_lifecycle, 'opportunity', 'PS-15: by the same road');
});

at.test('PS-55 an enquiry converts to everything at once', async ({page, visit, api}) => {
  await visit('enquiries?enquiry=E-4');
  for (const what of ['A contact', 'An opportunity', 'A case']) {
    await page.getByText(what, {exact: true}).click();
  }
  await convert(page);
  await page.getByText('The enquiry is converted.').waitFor();
  const row = await api.get(`enquiries('E-4')`);
  assert.ok(row.contact && row.opportunity && row.case);
});

at.test('All-4 who is known already is said before another is made', async ({page, visit, api}) => {
  await visit('enquiries?enquiry=E-5');
  await page.getByText('A contact', {exact: true}).click();
  await convert(page);
  await page.getByRole('alert').waitFor();
  assert.equal((await api.get(`enquiries('E-5')`)).account, null, 'nothing was made');
  await page.getByRole('button', {name: 'It is somebody else: convert'}).click();
  await page.getByText('The enquiry is converted.').waitFor();
});

at.test('PS-52 a form is built, moved about, saved, and gives its lines for a site', async ({page, visit, api}) => {
  await visit('forms');
  await page.getByRole('link', {name: 'New form'}).click();
  await page.getByRole('textbox', {name: 'Title'}).fill('Ask us');
  await page.getByRole('button', {name: 'Move Note up'.replace('Note', '\u2068Note\u2069')}).click();
  await page.getByRole('button', {name: 'Ask something more'}).click();
  await page.getByRole('menuitem', {name: 'Company'}).click();
  await page.getByRole('button', {name: 'Save'}).click();
  await page.getByText('The form is saved.').waitFor();
  const snippet = await page.getByRole('textbox', {name: 'For your site'}).inputValue();
  const [form] = (await api.get<{value: {key: string; fields: string}[]}>('forms')).value;
  assert.ok(snippet.includes(`/w/default/forms/${form?.key}"`));
  const asked = (JSON.parse(form?.fields ?? '[]') as {name: string}[]).map(({name}) => name);
  assert.deepEqual(asked, ['name', 'email', 'note', 'phone', 'company']);

  await visit('forms');
  await page.getByRole('link', {name: /Ask us/}).click();
  await page.getByRole('button', {name: 'Delete'}).click();
  await page.getByText('The form was deleted.').waitFor();
  assert.equal((await api.get<{value: unknown[]}>('forms')).value.length, 0);
});

for (const [ids, place] of [
  ['PS-52', at],
  ['HY-32', hyper],
] as const) {
  place.test(`${ids} a visitor sends the form without a script and without a name, and is there`, async ({page, visit, api, another}) => {
    await api.create('forms', {key: 'contact', title: 'Write to us', fields: JSON.stringify([{name: 'name'}, {name: 'email'}, {name: 'phone'}, {name: 'note'}])});
    const visitor = await another({signedOut: true, script: false});
    await visitor.page.goto('/w/default/forms/contact');
    await visitor.page.getByRole('heading', {name: 'Write to us'}).waitFor();
    await visitor.page.locator('[name=note]').fill('Do you deliver to Haifa?');
    await visitor.page.locator('form [type=submit], form button').click();
    await visitor.page.getByText('Leave a telephone or an e-mail.').first().waitFor();
    await visitor.page.locator('[name=phone]').fill('+972 4 555 0123');
    await visitor.page.locator('form [type=submit], form button').click();
    await visitor.page.locator('[name=phone]').waitFor({state: 'detached'});
    await visit('enquiries');
    await page.getByRole('rowheader').getByText('+972 4 555 0123').click();
    await page.getByRole('dialog').getByText('Do you deliver to Haifa?').waitFor();
    if (place === at) return;
    await visit('accounts');
    await page.getByText(/Web enquiry from .*972 4 555 0123/).waitFor(); // a stand-in for the name, and the channel
    await page.getByText(/Web enquiry from .*972 4 555 0123/).click();
    await page.getByText('web', {exact: true}).first().waitFor();
  });
}
