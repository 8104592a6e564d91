// The ten statuses of a staffing company: what each of them lets be made is said before the click, wherever people
// choose a status they find those that are in use, and the details of a customer are on its page.
import assert from 'node:assert/strict';
import {add, stands} from './lib/account_page.ts';
import {workspace} from './lib/workspace.ts';

const lifecycle = 'Customer status';
// statements | status | title | active | orders | assignments
const matrix: [string, string, string, boolean, string, string][] = [
  ['TW-1, TW-2, TW-3', 'active', 'Active', true, 'yes', 'yes'],
  ['TW-4, TW-5, TW-6, TW-44', 'bid', 'Bid', true, 'yes', 'no'],
  ['TW-7, TW-8, TW-9', 'credit_check_in_progress', 'Credit Check in Progress', true, 'yes', 'yes'],
  ['TW-10, TW-11, TW-12', 'do_not_service', 'Do Not Service', false, 'no', 'no'],
  ['TW-13, TW-14, TW-15', 'hold_for_credit_check', 'Hold for Credit Check', true, 'yes', 'no'],
  ['TW-16, TW-17, TW-18', 'inactive', 'Inactive', false, 'no', 'no'],
  ['TW-19, TW-20, TW-21', 'lost', 'Lost', false, 'no', 'no'],
  ['TW-22, TW-23, TW-24', 'prospect', 'Prospect', true, 'yes', 'no'],
  ['TW-25, TW-26, TW-27', 'mistakenly_entered', 'Deleted / Mistakenly Entered', false, 'no', 'no'],
  ['TW-28, TW-29, TW-30', 'non_ar', 'Non-AR transactions', true, 'warn', 'warn'],
];
const at = workspace('tempworks', async (api) => {
  for (const [, status, title] of matrix) {
    await api.create('accounts', {key: status, name: `Is ${title}`, branch: 'North', department: 'Warehouse'});
    if (status !== 'prospect') await api.act('accounts', status, 'set_stage', {lifecycle: 'customer_status', stage: status});
  }
  await api.create('accounts', {key: 'STAYS', name: 'Stays Where It Is'});
  await api.act('accounts', 'STAYS', 'set_stage', {lifecycle: 'customer_status', stage: 'non_ar'});
  await api.act('accounts', 'STAYS', 'archive');
});

for (const [ids, status, title, active, order, assignment] of matrix) {
  at.test(`${ids} ${title}: the page says what it lets be made, whether it is served, and that Active may follow`, async ({page, visit}) => {
    await visit(`accounts/${status}`);
    await page.getByText(active ? 'Active' : 'Not active', {exact: true}).first().waitFor();
    const light = page.locator(`[data-light=${active ? 'on' : 'off'}] > span`);
    const [red = 0, green = 0, , alpha = 1] = (await light.evaluate((dot) => getComputedStyle(dot).backgroundColor)).match(/[\d.]+/g)?.map(Number) ?? [];
    assert.equal(alpha > 0 && green > red, active, 'a green light, or none');
    await page.getByRole('button', {name: 'Add', exact: true}).click();
    for (const [deed, verdict] of [['Place an order', order], ['Start an assignment', assignment]] as const) {
      const item = page.getByRole('menuitem', {name: new RegExp(`^${deed}`)});
      const [, says = ''] = (await item.innerText()).split('\n');
      assert.equal(says !== '', verdict !== 'yes', `${deed}: ${says}`);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('region', {name: lifecycle, exact: true}).getByRole('button', {name: 'Move to …'}).click();
    const stages = page.getByRole('dialog').getByRole('button');
    await stages.filter({hasText: status === 'lost' ? 'Bid' : 'Lost'}).waitFor();
    if (active) assert.equal(await stages.filter({hasText: /^Active$/}).count(), status === 'active' ? 0 : 1, 'TW-44');
  });
}

at.test('TW-36 the details page shows name, department, customer id, parent, branch, status and both dates', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'DEP', name: 'Night shift', department: 'Night', branch: 'Leeds', parent: 'active'});
  await api.act('accounts', 'DEP', 'set_stage', {lifecycle: 'customer_status', stage: 'active'});
  await visit('accounts/DEP');
  const details = page.getByRole('region', {name: 'Details'});
  const shown = await details.innerText();
  for (const value of ['Night shift', 'Night', 'DEP', 'Leeds', 'Active']) assert.ok(shown.includes(value), value);
  await details.getByText(/Is Active|active/).first().waitFor();
  const dates = shown.match(/\d{1,2} \w+ \d{4}/g) ?? [];
  assert.equal(dates.length, 2, `activation date and date created: ${shown}`);
});

at.test('TW-31, TW-33, TW-34, TW-41 who is added is a prospect; an order puts it on hold and in the log, and nothing makes it active', async ({page, visit}) => {
  await visit('board');
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByLabel('Name').fill('Fresh Warehouse');
  await page.keyboard.press('Enter');
  await page.waitForURL(/accounts\/A-/);
  await stands(page, lifecycle, 'Prospect');
  await add(page, 'Place an order', {Amount: '10'});
  await stands(page, lifecycle, 'Hold for Credit Check');
  await page.getByRole('region', {name: 'Activity'}).getByText('Hold for Credit Check').first().waitFor();
});

at.test('TW-32, TW-45 an order that is there already gets no worker once its customer is inactive, and stays readable', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'OLD', name: 'Old Orders'});
  await api.act('accounts', 'OLD', 'place_order', {key: 'ORD-1', amount: '10'});
  await api.act('accounts', 'OLD', 'set_stage', {lifecycle: 'customer_status', stage: 'inactive'});
  await visit('accounts/OLD');
  await page.getByRole('tab', {name: /^Orders/}).click();
  await page.getByRole('button', {name: /What to do with .*ORD-1/}).click();
  await page.getByRole('menuitem', {name: 'Assign a worker to the order'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('The customer is inactive').first().waitFor();
  await dialog.getByRole('button', {name: 'Save'}).click();
  await page.waitForFunction(() => document.querySelectorAll('[role=dialog] [role=alert]').length > 1);
  assert.equal((await api.get<{value: unknown[]}>('assignments')).value.length, 0);
  await page.getByRole('button', {name: 'Cancel'}).click();
  await page.getByText('ORD-1').first().waitFor();
});

at.test('TW-38, All-8 a pipeline works beside the status, and when it is done a representative sets Active', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'PIPE', name: 'Two Paths'});
  await visit('accounts/PIPE');
  const pipeline = page.getByRole('region', {name: 'Sales pipeline', exact: true});
  await pipeline.first().getByRole('button', {name: 'Move to …'}).click();
  const dialog = page.getByRole('dialog');
  const first = dialog.getByRole('button', {name: /^(?!Cancel|Close)/}).first();
  await first.click();
  await pipeline.first().locator('[aria-current=step]').waitFor();
  await stands(page, lifecycle, 'Prospect');
  await page.getByRole('region', {name: lifecycle, exact: true}).getByRole('button', {name: 'Move to …'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Active', exact: true}).click();
  await stands(page, lifecycle, 'Active');
  const row = await api.get("accounts('PIPE')");
  assert.ok(row.pipeline_status, 'the pipeline has not moved with it');
});

at.test('TW-40 beside a green light, a pipeline that was given up puts no light out', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'LIT', name: 'Served'});
  await api.act('accounts', 'LIT', 'set_stage', {lifecycle: 'customer_status', stage: 'active'});
  await api.act('accounts', 'LIT', 'set_stage', {lifecycle: 'pipeline_status', stage: 'given_up'});
  await visit('accounts/LIT');
  await page.locator('[data-light=on]').waitFor();
});

at.test('TW-37 the status is a condition of the list', async ({page, visit}) => {
  await visit("accounts?filter=customer_status eq 'lost'");
  await page.getByText('Is Lost').waitFor();
  assert.equal(await page.getByText('Is Bid').count(), 0);
});

at.test('TW-42 Non-AR warns, and the order is made all the same', async ({page, api, visit}) => {
  await visit('accounts/non_ar');
  await add(page, 'Place an order', {Amount: '10'});
  await page.getByRole('tab', {name: /^Orders/}).waitFor();
  const {value} = await api.get<{value: unknown[]}>(`orders?$filter=${encodeURIComponent("account eq 'non_ar'")}`);
  assert.equal(value.length, 1);
});

at.test('TW-43 who is not to be served is never the next to call', async ({page, visit}) => {
  await visit('calling');
  await page.getByRole('heading', {level: 2}).first().waitFor();
  assert.equal(await page.getByText('Is Do Not Service').count(), 0);
  assert.ok((await page.getByText(/^Is /).count()) > 0, 'others are');
});

at.test('TW-39 what is removed is in the pool, not gone', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'GONE', name: 'Removed Warehouse'});
  await visit('accounts/GONE');
  await page.getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: 'Remove'}).click();
  await page.getByRole('alertdialog').getByRole('button', {name: 'Remove'}).click();
  await page.getByText('This account is in the pool of removed customers.').waitFor();
  await visit('removed');
  await page.getByText('Removed Warehouse').waitFor();
});

at.test('TW-35 an administrator renames one status and hides another in the studio: plan, then apply', async ({page, visit, api}) => {
  await visit('studio?show=text');
  const text = page.locator('textarea');
  await text.waitFor();
  const before = await text.inputValue();
  assert.match(before, /title: \{en: Bid,/);
  await text.fill(before.replace('title: {en: Bid,', 'title: {en: Proposal,').replace('colour: violet\n', 'colour: violet\n    hidden: true\n'));
  await page.getByText('Nothing is wrong with it.').waitFor();
  await page.getByRole('button', {name: 'What would it change?'}).click();
  await page.getByRole('button', {name: 'Make a plan'}).click();
  const apply = page.getByRole('button', {name: 'Apply the plan'});
  await apply.waitFor({timeout: 30_000});
  const titleOf = async () =>
    (await api.get<{lifecycles: {stages: {name: string; title: {en: string}}[]}[]}>('/w/default/definition')).lifecycles
      .flatMap(({stages}) => stages)
      .find(({name}) => name === 'bid')?.title.en;
  assert.equal(await titleOf(), 'Bid', 'a plan changes nothing');
  await apply.click();
  await page.getByRole('alertdialog').getByRole('button', {name: 'Apply the plan'}).click();
  await page.getByText('The rules hold as planned.').waitFor({timeout: 30_000});
  assert.equal(await titleOf(), 'Proposal');
  await visit('accounts/bid');
  await stands(page, lifecycle, 'Proposal');
});

at.test('TW-46 the status that was hidden there is offered nowhere, and its customers stay where they are', async ({page, visit, api}) => {
  const hidden = 'Non-AR transactions';
  await api.create('accounts', {key: 'NEXT', name: 'Where To'});
  await visit('accounts/NEXT');
  const path = page.getByRole('region', {name: lifecycle, exact: true});
  assert.equal(await path.getByText(hidden).count(), 0, 'on the path');
  await path.getByRole('button', {name: 'Move to …'}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Lost', exact: true}).waitFor();
  assert.equal(await page.getByRole('dialog').getByText(hidden).count(), 0, 'in "Move to …"');
  await page.keyboard.press('Escape');

  await visit("accounts?filter=key eq 'NEXT'");
  await page.getByText('Where To').waitFor();
  await page.getByRole('row').nth(1).focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('button', {name: 'Change …'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'A field or a stage'}).click();
  await dialog.getByRole('combobox', {name: 'Field'}).fill(lifecycle);
  await page.getByRole('option', {name: lifecycle, exact: true}).click();
  await dialog.getByRole('button', {name: 'Value'}).click();
  await page.getByRole('option', {name: 'Lost', exact: true}).waitFor();
  assert.equal(await page.getByRole('option', {name: hidden}).count(), 0, 'in a change of many');
  await page.keyboard.press('Escape');

  await visit('board?lifecycle=customer_status&search=Where');
  await page.getByRole('row', {name: 'Where To'}).waitFor();
  assert.equal(await page.getByRole('region', {name: hidden, exact: true}).count(), 0, 'as a column that nobody stands in');

  await api.act('accounts', 'STAYS', 'restore');
  await visit('board?lifecycle=customer_status&search=Stays');
  await page.getByRole('region', {name: hidden, exact: true}).getByText('Stays Where It Is').waitFor();
  await visit('accounts/STAYS');
  await stands(page, lifecycle, hidden);
  await page.getByRole('button', {name: 'Add', exact: true}).click();
  assert.match(await page.getByRole('menuitem', {name: /^Place an order/}).innerText(), /unusual here/, 'the matrix does not look at it');
});
