// A5: every flow by the keyboard alone. Where one is can always be seen, is never lost, and a dialog gives it back.
import assert from 'node:assert/strict';
import {stands} from './lib/account_page.ts';
import {keysOf} from './lib/keys.ts';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const [first, second] = people as [(typeof people)[0], (typeof people)[0]];
const hyper = workspace('hyper', async (api) => {
  for (const person of people.slice(0, 6)) await api.create('accounts', person);
});
const prospectsoft = workspace('prospectsoft', async (api) => {
  await fillPeople(api);
  await api.create('enquiries', {key: 'E-1', name: 'Ruth Adler', subject: 'About E-1', channel: 'web', email: 'ruth@example.com'});
  await api.create('enquiries', {key: 'E-2', name: 'Paul Kent', subject: 'About E-2', channel: 'web', email: 'paul@example.com'});
});

hyper.test('A5 the content is one key away, the navigation leads on, and an account is added', async ({page, visit}) => {
  const keys = keysOf(page);
  await visit('board');
  await keys.press('Tab');
  assert.match((await keys.here()).name, /Skip/);
  assert.ok((await keys.here()).isSeen);
  await keys.press('Enter');
  await keys.go(page.locator('main').getByRole('searchbox'), 'Tab', 1);
  const link = page.getByRole('link', {name: 'Accounts', exact: true});
  await keys.enter(link, 'Shift+Tab');
  await page.getByRole('heading', {level: 1, name: 'Accounts'}).waitFor();
  await keys.isKept('going to another view');
  const add = page.getByRole('button', {name: 'New account'});
  await keys.enter(add, 'Shift+Tab');
  await keys.closes(add);
  await keys.press('Enter');
  await page.getByRole('dialog').waitFor();
  assert.ok(await keys.isOn(page.getByLabel('Name')), 'the first field has the focus');
  await keys.type('By Keys');
  await keys.press('Enter');
  await page.getByRole('heading', {level: 1, name: 'By Keys'}).waitFor();
  await keys.isKept('an account was added');
});

hyper.test('A5 a card is opened and the way back leads to the board', async ({page, visit}) => {
  const keys = keysOf(page);
  await visit('board');
  const row = page.getByRole('row', {name: first.name});
  await keys.go(page.getByRole('region', {name: 'New', exact: true}).getByRole('row'));
  await keys.down(row);
  await keys.press('Enter');
  await page.getByRole('heading', {level: 1, name: first.name}).waitFor();
  await keys.isKept('a card was opened');
  await keys.enter(page.getByRole('link', {name: 'Board'}).last());
  await page.getByRole('heading', {level: 1, name: 'Board'}).waitFor();
  await keys.isKept('going back');
});

hyper.test('A5 a stage is declared with its reason and its note, and what is told of it is read', async ({page, visit, api}) => {
  const keys = keysOf(page);
  const key = second.key as string;
  await visit(`accounts/${key}`);
  for (const name of ['Why?', 'What next?']) {
    const opener = page.getByRole('button', {name});
    await keys.enter(opener);
    await keys.closes(opener);
  }
  const opener = page.getByRole('button', {name: 'Move to …'});
  await keys.enter(opener, 'Shift+Tab');
  await keys.closes(opener);
  await keys.press('Enter');
  await keys.enter(page.getByRole('dialog').getByRole('button', {name: 'Not interested', exact: true}));
  const dialog = page.getByRole('dialog', {name: /Not interested/});
  await dialog.waitFor();
  await keys.enter(dialog.getByRole('button', {name: /Why is the customer/}));
  await page.getByRole('option', {name: 'Price'}).waitFor();
  await keys.press('ArrowDown', 'Enter');
  await page.getByRole('option').first().waitFor({state: 'detached'});
  await keys.go(dialog.getByRole('textbox', {name: 'Note'}));
  await keys.type('Too dear');
  await keys.enter(dialog.getByRole('button', {name: 'Declare'}));
  await stands(page, 'Customer status', 'Not interested');
  await dialog.waitFor({state: 'detached'});
  await keys.isKept('a declaration');
  assert.ok((await api.get(`accounts('${key}')`)).not_interested_reason);
});

hyper.test('A5 a call is logged with a note, and the next one is in front', async ({page, visit}) => {
  const keys = keysOf(page);
  await visit('calling');
  const name = await page.locator('#next-call').innerText();
  await keys.go(page.getByRole('textbox', {name: 'Note'}));
  await keys.type('Wants a quote');
  await keys.enter(page.getByRole('button', {name: 'Answered'}));
  await page.getByText(/^Call to .* logged$/).waitFor();
  await page.waitForFunction((before) => document.querySelector('#next-call')?.textContent !== before, name);
  await keys.isKept('a call was logged');
  await keys.go(page.getByRole('textbox', {name: 'Note'}), 'Tab', 12);
});

prospectsoft.test('A5 a card is moved with "Move to …" and the focus stays on the board', async ({page, visit}) => {
  const keys = keysOf(page);
  await visit('board');
  const row = page.getByRole('row', {name: first.name});
  await keys.go(page.getByRole('region', {name: 'Suspect'}).getByRole('row'));
  await keys.down(row);
  await keys.press('ArrowRight', 'Enter');
  await keys.closes(row);
  await keys.press('ArrowRight', 'Enter');
  await keys.enter(page.getByRole('dialog').getByRole('button', {name: 'Lead', exact: true}));
  await page.getByRole('region', {name: 'Lead', exact: true}).getByRole('row', {name: first.name}).waitFor();
  await keys.isKept('a card was moved');
});

prospectsoft.test('A5 an enquiry is opened, converted, and its row has the focus again', async ({page, visit}) => {
  const keys = keysOf(page);
  await visit('enquiries');
  const row = page.getByRole('row', {name: /Ruth Adler/});
  await keys.go(page.getByRole('row', {name: /Ruth Adler|Paul Kent/}));
  await keys.down(row);
  await keys.press('Enter');
  await keys.closes(row);
  await keys.press('Enter');
  const dialog = page.getByRole('dialog');
  await keys.go(dialog.getByRole('checkbox', {name: 'A contact'}));
  await keys.press('Space');
  await keys.enter(dialog.getByRole('button', {name: 'Convert', exact: true}));
  await page.getByText('The enquiry is converted.').waitFor();
  await keys.isKept('an enquiry was converted');
});

prospectsoft.test('A5 a file is chosen, mapped, tried and imported', async ({page, visit, api}) => {
  const keys = keysOf(page);
  await visit('import');
  const chosen = page.waitForEvent('filechooser');
  await keys.enter(page.getByRole('button', {name: 'Choose a file'}));
  await (await chosen).setFiles({name: 'towns.csv', mimeType: 'text/csv', buffer: Buffer.from('Customer no,Company,Town\nN-1,Oak & Sons,Leeds\n')});
  await page.getByRole('heading', {name: 'towns.csv'}).waitFor();
  await keys.isKept('a file was sent');
  await keys.go(page.getByRole('combobox', {name: 'Field for \u2068Town\u2069'}));
  await keys.press('Control+a');
  await keys.type('City');
  await page.getByRole('option', {name: 'City'}).waitFor();
  await keys.press('ArrowDown', 'Enter');
  await keys.enter(page.getByRole('button', {name: 'Try it'}));
  await page.getByText(/was tried|were tried/).waitFor({timeout: 30_000});
  await keys.isKept('a file was tried');
  await keys.enter(page.getByRole('button', {name: 'Import', exact: true}));
  await page.getByText(/is in|are in/).waitFor({timeout: 30_000});
  assert.equal((await api.get("accounts('N-1')")).city, 'Leeds');
});

prospectsoft.test('A5 many are chosen, changed, and changed back', async ({page, visit, api}) => {
  const keys = keysOf(page);
  await visit("accounts?filter=city eq 'Bristol'&columns=name,city,customer_lifecycle");
  await keys.go(page.getByRole('row').filter({hasText: 'Bristol'}));
  await keys.press('Control+a');
  const opener = page.getByRole('button', {name: 'Change …'});
  await keys.enter(opener, 'Shift+Tab');
  await keys.closes(opener);
  await keys.press('Enter');
  const dialog = page.getByRole('dialog');
  await keys.enter(dialog.getByRole('button', {name: 'A field or a stage'}));
  await keys.go(dialog.getByRole('combobox', {name: 'Field'}), 'Shift+Tab');
  await keys.press('Control+a');
  await keys.type('Lifecycle');
  await page.getByRole('option', {name: 'Lifecycle', exact: true}).waitFor();
  await keys.press('ArrowDown', 'Enter');
  await keys.enter(dialog.getByRole('button', {name: /Value/}));
  await page.getByRole('option', {name: 'Prospect', exact: true}).waitFor();
  await keys.type('Prospect');
  await keys.press('Enter');
  await keys.enter(dialog.getByRole('button', {name: 'See what would come of it'}));
  await dialog.getByText(/Nothing is done yet/).waitFor();
  await keys.isKept('what would come of it is shown');
  await keys.enter(dialog.getByRole('button', {name: /^Change \d/}));
  const back = dialog.getByRole('button', {name: 'Take it all back'});
  await back.waitFor({timeout: 30_000});
  const bristol = people.filter(({city}) => city === 'Bristol');
  const stage = async () => (await api.get(`accounts('${bristol[0]?.key}')`)).customer_lifecycle;
  assert.equal(await stage(), 'prospect');
  await keys.isKept('the change is done');
  await keys.enter(back);
  await dialog.getByText(/are as they were/).waitFor({timeout: 30_000});
  assert.equal(await stage(), 'suspect');
  await keys.isKept('it is taken back');
});

prospectsoft.test('A5 a parameter is changed, planned and applied', async ({page, visit, api}) => {
  const keys = keysOf(page);
  await visit('studio');
  const tabs = page.getByRole('tab');
  await keys.go(tabs);
  await keys.press('ArrowRight');
  await page.getByRole('tab', {name: 'Parameters', selected: true}).waitFor();
  const {parameters} = await api.get<{parameters: {name: string; title: {en: string}}[]}>('/w/default/definition');
  const title = parameters.find(({name}) => name === 'churn_days')?.title.en;
  await keys.go(page.getByRole('textbox', {name: title}));
  await keys.press('Control+a');
  await keys.type('150');
  await keys.enter(page.getByRole('button', {name: 'What would it change?'}), 'Shift+Tab');
  await keys.isKept('the plan is shown');
  await keys.enter(page.getByRole('button', {name: 'Make a plan'}));
  const apply = page.getByRole('button', {name: 'Apply the plan'});
  await apply.waitFor({timeout: 30_000});
  await keys.enter(apply);
  await keys.closes(apply, page.getByRole('alertdialog'));
  await keys.press('Enter');
  await page.getByRole('alertdialog').waitFor();
  await keys.press('Enter'); // the answer has the focus
  await page.getByText('The rules hold as planned.').waitFor({timeout: 30_000});
  await keys.isKept('the plan was applied');
});
