// What each role sees of customers, views and deeds. What it is offered: everything_by_role.test.ts.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {people} from './lib/people.ts';
import type {User} from './lib/users.ts';
import {workspace} from './lib/workspace.ts';

const viewer: User = {key: 'vera', role: 'viewer'};
const rep: User = {key: 'anna', role: 'rep', own_only: true};
const manager: User = {key: 'max', role: 'manager'};

// Every second customer is Anna's. C-001 and C-002 have a history, C-003 and C-004 were removed.
const at = workspace('prospectsoft', async (api) => {
  for (const [index, person] of people.slice(0, 10).entries()) {
    await api.create('accounts', {...person, owner: index % 2 === 0 ? 'anna' : 'boaz'});
  }
  for (const key of ['C-001', 'C-002']) {
    await api.act('accounts', key, 'place_order', {amount: '250', currency: 'EUR'});
    await api.act('accounts', key, 'log_call', {note: 'Hello'});
    await api.act('accounts', key, 'set_stage', {lifecycle: 'customer_lifecycle', stage: 'prospect'});
  }
  for (const key of ['C-003', 'C-004']) await api.act('accounts', key, 'archive');
  await api.create('enquiries', {key: 'E-1', name: 'Ruth Adler', subject: 'About E-1', channel: 'web', email: 'ruth@example.com'});
  await api.create('views', {key: 'V-1', name: 'Bakeries', set: 'accounts', filter: "contains(name,'a')", shared: true});
});

at.test('All-2 an enquiry is read by a viewer, not converted', async ({as}) => {
  const {page, visit} = await as(viewer);
  await visit('enquiries?enquiry=E-1');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('ruth@example.com').waitFor();
  assert.equal(await dialog.getByRole('checkbox').count(), 0);
});

at.test('All-2 a representative of own accounts sees those alone, on every view', async ({as, api}) => {
  const {page, visit, faults} = await as(rep);
  const mine = people.slice(0, 10).filter((_, index) => index % 2 === 0).map((person) => person.name);
  await visit('board');
  await page.getByRole('row').first().waitFor();
  for (const person of people.slice(0, 10)) {
    const shown = await page.getByRole('row', {name: person.name}).count();
    assert.equal(shown, mine.includes(person.name) && person.key !== 'C-003' ? 1 : 0, `${person.name} on the board`);
  }
  const counts = await page.locator('section header span').evaluateAll((spans) =>
    spans.map((span) => Number((span as HTMLElement).innerText)).filter((n) => !Number.isNaN(n)));
  assert.equal(counts.reduce((sum, n) => sum + n, 0) >= 4, true);
  await visit('accounts');
  await page.getByText('4', {exact: true}).first().waitFor();
  await visit('removed');
  await page.getByRole('row', {name: /C-003|מאפיית הכרמל/}).waitFor();
  assert.equal(await page.getByRole('row', {name: 'Northgate Logistics'}).count(), 0);
  await visit('accounts/C-002');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByText(people[1]?.name ?? '').count(), 0, 'not even its name');
  assert.equal((await api.get("accounts('C-002')")).owner, 'boaz');
  // The browser tells of the answer that was meant to be: not there.
  assert.deepEqual(faults.splice(0).filter((fault) => !/404 .*accounts\('C-002'\)/.test(fault)), []);
});

at.test('All-2 a representative does not merge; a manager does', async ({as}) => {
  const more = async (page: Page) => {
    await page.getByRole('button', {name: 'More', exact: true}).click();
    return page.getByRole('menuitem').allInnerTexts();
  };
  const anna = await as(rep);
  await anna.visit('accounts/C-001');
  assert.deepEqual((await more(anna.page)).filter((entry) => /Merge/.test(entry)), []);
  const max = await as(manager);
  await max.visit('accounts/C-001');
  assert.equal((await more(max.page)).filter((entry) => /Merge/.test(entry)).length, 1);
});

at.test('All-1 a view that somebody shares is looked at by all, and changed by who made it', async ({as, visit, page}) => {
  const entries = async (of: Page) => {
    await of.getByRole('button', {name: 'Bakeries'}).click();
    return of.getByRole('menuitem').allInnerTexts();
  };
  const offered = /^(Save|Delete)/;
  for (const [user, count] of [[viewer, 0], [rep, 1], [manager, 1]] as const) {
    const other = await as(user);
    await other.visit('accounts?view=V-1');
    assert.equal((await entries(other.page)).filter((text) => offered.test(text)).length, count, user.key);
  }
  await visit('accounts?view=V-1');
  assert.equal((await entries(page)).filter((text) => offered.test(text)).length, 3, 'the owner');
});
