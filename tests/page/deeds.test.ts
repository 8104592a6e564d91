// What people do with a customer moves it: every deed is done on the page, and the stage that follows is seen there.
import assert from 'node:assert/strict';
import {act, add, type Given, moveTo, stands} from './lib/account_page.ts';
import {type Api, workspace} from './lib/workspace.ts';

const places: Record<string, {at: ReturnType<typeof workspace>; lifecycle: string}> = {
  hyper: {at: workspace('hyper'), lifecycle: 'Customer status'},
  prospectsoft: {at: workspace('prospectsoft'), lifecycle: 'Lifecycle'},
  leanscale: {at: workspace('leanscale'), lifecycle: 'Customer stage'},
};
const amount = {Amount: '120.50'};
const nothing = async () => {};

// pack | statements | what is done | with what | where it stands then | what was done before
const deeds: [string, string, string, Given, string, ((api: Api, key: string) => Promise<unknown>)?][] = [
  ['hyper', 'HY-4 a call', 'Log a call', {Note: 'Asked for a price'}, 'In follow-up'],
  ['hyper', 'HY-4 another contact record', 'Log a contact record', {Note: 'Met at the fair'}, 'In follow-up'],
  ['hyper', 'HY-5 an e-mail', 'Log an e-mail', {Subject: 'Our prices'}, 'In follow-up'],
  ['hyper', 'HY-6 a booked appointment', 'Book an appointment', {'Starts at': {when: '050120270900'}}, 'In follow-up'],
  ['hyper', 'HY-8 a quote', 'Issue a quote', amount, 'Follow-up + meeting / quote'],
  ['hyper', 'HY-12 an invoice', 'Issue an invoice', amount, 'Real customer'],
  ['hyper', 'HY-12 a receipt', 'Issue a receipt', amount, 'Real customer'],
  ['hyper', 'HY-14 extra properties where their table is not defined', 'Fill the extra properties', {}, 'New'],
  ['hyper', 'HY-15 a trading account', 'Open a trading account', {}, 'Real customer'],
  ['hyper', 'HY-16 a paid monthly service', 'Start a subscription', {Period: {choose: 'Month'}, Paid: true}, 'Real customer + club / contract'],
  ['hyper', 'HY-17 a paid monthly service of one who was not interested', 'Start a subscription', {Period: {choose: 'Month'}, Paid: true}, 'Real customer + club / contract',
    (api, key) => api.act('accounts', key, 'declare', {declaration: 'not_interested', note: 'No', not_interested_reason: 'price'})],
  ['prospectsoft', 'PS-15 an opportunity', 'Open an opportunity', {Title: 'New range'}, 'Opportunity'],
  ['prospectsoft', 'PS-18 a first order', 'Place an order', amount, 'Onboarding'],
  ['prospectsoft', 'PS-25 PS-27 the fourth order', 'Place an order', amount, 'Customer',
    async (api, key) => {
      for (const n of [1, 2, 3]) await api.act('accounts', key, 'place_order', {key: `${key}-${n}`, amount: '10'});
    }],
];

for (const [index, [pack, name, deed, given, stage, before = nothing]] of deeds.entries()) {
  const {at, lifecycle} = places[pack] as (typeof places)[string];
  at.test(`${name}, done on the page`, async ({page, api, visit}) => {
    const key = `D-${index}`;
    await api.create('accounts', {key, name: `Done ${index}`});
    await before(api, key);
    await visit(`accounts/${key}`);
    await add(page, deed, given);
    await stands(page, lifecycle, stage);
  });
}

const {hyper, prospectsoft, leanscale} = places as Record<'hyper' | 'prospectsoft' | 'leanscale', (typeof places)[string]>;

hyper.at.test('HY-7 an appointment is summarised from the stream', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'S-1', name: 'Visited'});
  await api.act('accounts', 'S-1', 'book_appointment', {starts_at: '2026-03-05T09:00:00Z', subject: 'A visit'});
  await visit('accounts/S-1');
  await page.getByRole('button', {name: 'Summarise'}).click();
  await page.getByRole('dialog').getByRole('textbox', {name: 'Note'}).fill('They want two machines');
  await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
  await stands(page, hyper.lifecycle, 'Follow-up + meeting / quote');
});

hyper.at.test('HY-18, HY-20, HY-21 only a real customer is frozen; its documents stay, and it is released', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'F-1', name: 'Pays Late'});
  await visit('accounts/F-1');
  await page.getByRole('button', {name: 'Move to …'}).click();
  await page.getByRole('dialog').getByRole('button').first().waitFor();
  assert.equal(await page.getByRole('dialog').getByRole('button', {name: 'Frozen'}).count(), 0, 'not one who is new');
  await page.keyboard.press('Escape');
  await api.act('accounts', 'F-1', 'issue_invoice', {key: 'I-1', amount: '80'});
  await stands(page, hyper.lifecycle, 'Real customer');
  await moveTo(page, 'Frozen', {'Pop-up message': 'Ask Ruth first'});
  await page.getByRole('button', {name: 'I have read it'}).click();
  await stands(page, hyper.lifecycle, 'Frozen');
  await page.getByRole('tab', {name: /^Invoices/}).click();
  await page.getByText('I-1').first().waitFor();
  await moveTo(page, 'Release from freeze');
  await stands(page, hyper.lifecycle, 'Real customer');
});

hyper.at.test('HY-22, HY-23, HY-24 fictitious asks for its note and its reason, and goes to the pool', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'P-1', name: 'Nobody At All'});
  await visit('accounts/P-1');
  await moveTo(page, 'Fictitious');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'Declare'}).click();
  await dialog.getByText('Document it in the contact log').first().waitFor();
  await dialog.getByText('Say why the customer is fictitious').first().waitFor();
  assert.equal((await api.get("accounts('P-1')")).archived, false);
  await dialog.getByRole('textbox', {name: 'Note'}).fill('The number belongs to a school');
  await dialog.getByRole('button', {name: /Why is the customer fictitious/}).click();
  await page.getByRole('option', {name: 'Wrong details'}).click();
  await dialog.getByRole('button', {name: 'Declare'}).click();
  await page.getByText('This account is in the pool of removed customers.').waitFor();
  assert.equal((await api.get("accounts('P-1')")).archived, true);
});

prospectsoft.at.test('PS-16, PS-17 an opportunity that is lost leads back, unless another one is open', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'O-1', name: 'Two Chances'});
  for (const key of ['one', 'two']) await api.act('accounts', 'O-1', 'open_opportunity', {key, title: key});
  await visit('accounts/O-1');
  await act(page, 'Opportunities', 'one', 'Closed lost');
  await page.getByText('Lost').first().waitFor();
  await stands(page, prospectsoft.lifecycle, 'Opportunity');
  await act(page, 'Opportunities', 'two', 'Closed without a decision');
  await stands(page, prospectsoft.lifecycle, 'Prospect');
});

prospectsoft.at.test('PS-19 an opportunity that is won leads to onboarding', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'O-2', name: 'One Chance'});
  await api.act('accounts', 'O-2', 'open_opportunity', {key: 'won', title: 'won'});
  await visit('accounts/O-2');
  await act(page, 'Opportunities', 'won', 'Closed won');
  await stands(page, prospectsoft.lifecycle, 'Onboarding');
});

prospectsoft.at.test('PS-8 the company type is changed, and the stage stays', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'O-3', name: 'Typed'});
  await visit('accounts/O-3');
  await page.getByRole('button', {name: 'Edit'}).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: /Company type$/}).click();
  await page.getByRole('option', {name: 'Wholesaler'}).click();
  await dialog.getByRole('button', {name: 'Save'}).click();
  await dialog.waitFor({state: 'detached'});
  const row = await api.get("accounts('O-3')");
  assert.deepEqual([row.company_type, row.customer_lifecycle], ['wholesaler', 'suspect']);
  await moveTo(page, 'Lead');
  await stands(page, prospectsoft.lifecycle, 'Lead');
  assert.equal((await api.get("accounts('O-3')")).company_type, 'wholesaler');
});

prospectsoft.at.test('PS-43 a contact needs no surname, and a company no contact', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'O-4', email: 'hello@plain.example'});
  await visit('accounts/O-4');
  await page.getByRole('button', {name: 'More'}).click();
  await page.getByRole('menuitem', {name: /Add a contact/}).click();
  await page.getByRole('dialog').getByRole('textbox', {name: 'First name'}).fill('Ida');
  await page.getByRole('dialog').getByRole('button', {name: 'Save'}).click();
  await page.getByRole('tab', {name: /^Contacts/}).click();
  await page.getByText('Ida').first().waitFor();
});

prospectsoft.at.test('PS-29, PS-30, PS-31 moves of RFM stand in the log and in a field of their own', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'O-5', name: 'Loyal'});
  await api.act('accounts', 'O-5', 'place_order', {key: 'L-1', amount: '900'});
  await api.json('POST', '/w/default/facts', {kind: 'rfm.scored', key: 'rfm-1', account: 'O-5', at: new Date().toISOString(), fields: {r: 5, f: 5, m: 5}});
  await visit('accounts/O-5');
  await page.getByRole('region', {name: 'RFM', exact: true}).first().waitFor();
  const segment = String((await api.get("accounts('O-5')")).rfm_segment);
  assert.notEqual(segment, 'null');
  const {value} = await api.get<{value: unknown[]}>(`transitions?$filter=${encodeURIComponent("account eq 'O-5' and lifecycle eq 'rfm_segment'")}`);
  assert.ok(value.length > 0, 'PS-30 in the same log');
  await page.getByRole('region', {name: 'Activity'}).getByText('Onboarding').first().waitFor();
});

leanscale.at.test('LS-1, LS-2, LS-3, LS-4, LS-20 five stages are offered, and the one that is entered is stamped', async ({page, api, visit}) => {
  await api.create('accounts', {key: 'L-1', name: 'Stepwise', account_type: 'customer'});
  await visit('accounts/L-1');
  await page.getByRole('button', {name: 'Move to …'}).click();
  const stages = ['Pre-Onboarding', 'Onboarding', 'Implementation', 'Early Adoption', 'Mature Adoption'];
  for (const stage of stages) await page.getByRole('dialog').getByRole('button', {name: stage, exact: true}).waitFor();
  await page.keyboard.press('Escape');
  for (const stage of ['Implementation', 'Early Adoption', 'Mature Adoption']) {
    await moveTo(page, stage);
    await stands(page, leanscale.lifecycle, stage);
    const stamp = page.getByRole('region', {name: 'Lifecycle timestamps'}).getByText(new RegExp(`^${stage}, latest entered`)).locator('..');
    await stamp.getByText(/\d{4}/).waitFor();
  }
  const stamps = await page.getByRole('region', {name: 'Lifecycle timestamps'}).innerText();
  assert.match(stamps, /Onboarding, latest entered\s+–/, 'LS-4 stages that were skipped stay empty');
});

leanscale.at.test('LS-7, LS-9, LS-10, LS-11, LS-12, LS-13 a deal is negotiated and won from the account', async ({page, api, visit}) => {
  const {key: ruth} = await api.json<{key: string}>('POST', '/w/default/users', {email: 'ruth@example.com', name: 'Ruth Adler', role: 'rep', language: 'en'});
  await api.create('accounts', {key: 'L-2', name: 'Northwind'});
  await api.act('accounts', 'L-2', 'open_opportunity', {key: 'deal', title: 'First deal', owner: ruth, csm: ruth});
  await visit('accounts/L-2');
  await act(page, 'Opportunities', 'deal', 'Move to another stage', {Stage: {choose: 'Negotiations completed'}});
  await stands(page, leanscale.lifecycle, 'Pre-Onboarding');
  assert.equal(await page.getByRole('region', {name: 'Customer success'}).count(), 0, 'LS-18 not a customer yet');
  await act(page, 'Opportunities', 'deal', 'Closed won');
  await stands(page, leanscale.lifecycle, 'Onboarding');
  await page.getByRole('region', {name: 'Customer success'}).waitFor();
  const row = await api.get("accounts('L-2')");
  assert.deepEqual([row.account_type, row.csm, row.owner], ['customer', ruth, ruth]);
  const stamps = await page.getByRole('region', {name: 'Lifecycle timestamps'}).innerText();
  assert.match(stamps, /Onboarding, latest entered\s+\d+ \w+ \d{4}/, 'LS-10');
});
