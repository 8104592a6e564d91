// The board.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {moveTo, stands} from './lib/account_page.ts';
import {settled} from './lib/browser.ts';
import {fillBoard, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('prospectsoft', fillBoard);
const column = (page: Page, title: string) => page.getByRole('region', {name: title, exact: true});
const cardOf = (page: Page, name: string) => page.getByRole('row', {name});

async function drag(page: Page, name: string, to: string) {
  await cardOf(page, name).dragTo(column(page, to).getByRole('grid'));
}

at.screen('board', 'board', async (page) => {
  await page.getByRole('row').first().waitFor();
});
at.screen('board-grouped', 'board?group=owner', async (page) => {
  await page.getByRole('row').first().waitFor();
});

at.test('PS-46 columns are stages, with counts and values; cards are divisions', async ({page, visit}) => {
  await visit('board');
  const suspects = column(page, 'Suspect');
  await suspects.getByRole('row').first().waitFor();
  assert.match(await suspects.locator('header').innerText(), /Suspect\s+\d+/);
  const onboarding = column(page, 'Onboarding');
  await onboarding.getByRole('row', {name: people[1]?.name}).waitFor();
  assert.match(await onboarding.locator('header').innerText(), /Onboarding\s+1\s+250/);
});

at.test('U1 counts are there before what they are worth, and stand without it', async ({another}) => {
  const {page, faults} = await another();
  let refuse = () => {};
  const held = new Promise<void>((done) => {
    refuse = done;
  });
  await page.route(/order_total%20with%20sum/, async (route) => {
    await held;
    await route.fulfill({status: 503, contentType: 'application/problem+json', body: '{}'});
  });
  await page.goto('/app/default/board');
  const header = column(page, 'Onboarding').locator('header');
  await header.getByText('1', {exact: true}).waitFor();
  assert.match(await header.innerText(), /Onboarding\s+1$/);
  const refused = page.waitForResponse((response) => response.status() === 503);
  refuse();
  await refused;
  await settled(page);
  assert.match(await header.innerText(), /Onboarding\s+1$/);
  faults.splice(0, faults.length, ...faults.filter((fault) => !/status of 503/.test(fault)));
});

at.test('PS-47 a B2C card shows the contact’s name', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'B-1', name: 'B2C 1', is_person: true});
  await api.create('contacts', {account: 'B-1', first_name: 'Noa', last_name: 'Barak'});
  await visit('board');
  await cardOf(page, 'Noa Barak').waitFor();
});

at.test('PS-14 a card is dragged to another stage, and undone', async ({page, api, visit}) => {
  const name = people.at(-1)?.name ?? '';
  await visit('board');
  await cardOf(page, name).waitFor();
  await drag(page, name, 'Prospect');
  await column(page, 'Prospect').getByRole('row', {name}).waitFor();
  const stage = async () => (await api.get(`accounts('${people.at(-1)?.key}')`)).customer_lifecycle;
  await page.getByRole('button', {name: 'Undo'}).waitFor();
  assert.equal(await stage(), 'prospect');
  await page.getByRole('button', {name: 'Undo'}).click();
  await column(page, 'Suspect').getByRole('row', {name}).waitFor();
  assert.equal(await stage(), 'suspect');
});

at.test('A5 a card is moved with the keyboard alone', async ({page, visit}) => {
  const name = people.at(-2)?.name ?? '';
  await visit('board');
  await cardOf(page, name).waitFor();
  await cardOf(page, name).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'Lead', exact: true}).focus();
  await page.keyboard.press('Enter');
  await column(page, 'Lead').getByRole('row', {name}).waitFor();
});

at.test('another person’s move shows within a second', async ({page, api, visit}) => {
  const person = people.at(-4);
  await visit('board');
  await cardOf(page, person?.name ?? '').waitFor();
  const before = Date.now();
  await api.act('accounts', person?.key ?? '', 'set_stage', {lifecycle: 'customer_lifecycle', stage: 'mql'});
  await column(page, 'Marketing qualified lead (MQL)').getByRole('row', {name: person?.name}).waitFor();
  assert.ok(Date.now() - before < 1000, `${Date.now() - before} ms`);
});

at.test('PS-4, PS-14 all ten stages are columns', async ({page, visit}) => {
  const stages = ['Suspect', 'Prospect', 'Lead', 'Marketing qualified lead (MQL)', 'Sales qualified lead (SQL)', 'Opportunity', 'Onboarding', 'Customer', 'Churned', 'Other'];
  await visit('board');
  await page.getByRole('row').first().waitFor();
  assert.deepEqual(await page.locator('main section > header h2').allInnerTexts(), stages);
});

at.test('PS-3, PS-10, PS-13 who is added is a suspect, and a lead before it is qualified', async ({page, visit}) => {
  await visit('board');
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByLabel('Name').fill('Led By Hand');
  await page.keyboard.press('Enter');
  await page.waitForURL(/accounts\/A-/);
  await stands(page, 'Lifecycle', 'Suspect');
  for (const stage of ['Lead', 'Marketing qualified lead (MQL)', 'Sales qualified lead (SQL)']) {
    await moveTo(page, stage);
    await stands(page, 'Lifecycle', stage);
  }
});

at.test('PS-48 B2C is a condition of every list', async ({page, visit}) => {
  await visit('accounts?filter=is_person eq true');
  await page.getByText('Hannah Levi').waitFor();
  assert.equal(await page.getByText(people[0].name).count(), 0);
});

at.test('PS-44 where a surname is required, one that is not known is a question mark', async ({page, visit, api}) => {
  await api.create('accounts', {key: 'B-3', name: 'Strict & Co'});
  await visit('settings');
  await page.getByRole('switch', {name: 'Contacts need a surname'}).click({force: true});
  await page.getByText('The setting holds.').waitFor();
  await visit('accounts/B-3');
  await page.getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: /Add a contact/}).click();
  await page.getByRole('dialog').getByRole('textbox', {name: 'First name'}).fill('Ida');
  await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
  await page.getByRole('tab', {name: /^Contacts/}).waitFor();
  const {value} = await api.get<{value: {last_name: string}[]}>(`contacts?$filter=${encodeURIComponent("account eq 'B-3'")}`);
  assert.deepEqual(value.map((contact) => contact.last_name), ['?']);
});

at.test('All-1 filter, group and search stand in the address; a view keeps them', async ({page, visit}) => {
  await visit('board?search=bakery&group=owner');
  await cardOf(page, 'Sunrise Bakery').waitFor();
  assert.equal(await page.getByRole('row', {name: people[0].name}).count(), 0);
  await page.getByRole('button', {name: 'All', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Save'}).first().click();
  await page.getByLabel('Name').fill('Bakeries');
  await page.keyboard.press('Enter');
  await page.getByRole('button', {name: 'Bakeries'}).waitFor();
  await visit('board');
  await page.getByRole('button', {name: 'All', exact: true}).click();
  await page.getByRole('menuitem', {name: 'Bakeries'}).click();
  await page.waitForURL(/search=bakery/);
});

at.test('PS-45 a person becomes a company, with the same key', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'B-2', name: 'Avi Tal', is_person: true});
  await visit('accounts/B-2');
  await page.getByRole('button', {name: 'Add', exact: true}).click();
  await page.getByRole('menuitem', {name: /Make the person a company/}).click();
  await page.getByRole('dialog').getByRole('textbox').first().fill('Tal & Sons');
  await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
  await page.getByRole('heading', {level: 1, name: 'Tal & Sons'}).waitFor();
  const row = await api.get("accounts('B-2')");
  assert.deepEqual([row.name, row.is_person], ['Tal & Sons', false]);
});
