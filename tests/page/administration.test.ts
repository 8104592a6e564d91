// Users, roles and permissions per field, API tokens, settings, oneself.
import assert from 'node:assert/strict';
import {fillPeople} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('hyper', async (api) => {
  await fillPeople(api);
  await api.json('POST', '/w/default/users', {email: 'noa@example.com', name: 'נועה שגב', role: 'rep', language: 'he'});
  await api.json('POST', '/w/default/tokens', {name: 'Warehouse', scopes: ['read'], days: 30});
});

at.screen('users', 'users');
at.screen('roles', 'users?show=roles', async (page) => {
  await page.getByRole('checkbox').first().waitFor();
});
at.screen('tokens', 'tokens');
at.screen('settings', 'settings');
at.screen('profile', 'profile');

at.test('All-2 somebody is invited, chooses a password, and is in with their role', async ({page, visit, another}) => {
  await visit('users');
  await page.getByRole('button', {name: 'Add a user'}).click();
  await page.getByRole('textbox', {name: 'Name'}).fill('Lea Stern');
  await page.getByRole('textbox', {name: 'E-mail'}).fill('lea@example.com');
  await page.getByRole('button', {name: 'Invite'}).click();
  const link = await page.getByRole('textbox', {name: 'Link'}).inputValue();
  const guest = await another();
  await guest.page.context().clearCookies();
  await guest.page.goto(link.replace(/^https?:\/\/[^/]+/, ''));
  await guest.page.getByText(/Lea Stern.*choose a password/).waitFor();
  await guest.page.getByLabel('Password').fill('seven quiet rivers of the north');
  await guest.page.getByRole('button', {name: 'Begin'}).click();
  await guest.page.getByRole('navigation', {name: 'Main navigation'}).waitFor();
  assert.equal(await guest.page.getByRole('link', {name: 'Users and roles'}).count(), 0, 'a representative administers nothing');
});

at.test('All-2 who is locked out cannot come in, and is let in again', async ({page, visit, api}) => {
  await visit('users');
  await page.getByRole('button', {name: /נועה שגב/}).click();
  await page.getByRole('menuitem', {name: 'Lock out'}).click();
  await page.getByText('Locked out').waitFor();
  const user = () => api.get<{active: boolean}>('/w/default/users/noa@example.com');
  assert.equal((await user()).active, false);
  await page.getByRole('button', {name: /נועה שגב/}).click();
  await page.getByRole('menuitem', {name: 'Let in again'}).click();
  await page.getByText('Locked out').waitFor({state: 'detached'});
  assert.equal((await user()).active, true);
});

at.test('All-2 a field is taken from a role, and given back', async ({page, visit, api}) => {
  await visit('users?show=roles');
  const sees = page.getByRole('checkbox', {name: 'Sees \u2068Phone\u2069'});
  await sees.waitFor();
  assert.equal(await sees.isChecked(), true);
  await sees.click({force: true});
  await page.getByRole('button', {name: 'As it was'}).waitFor();
  const told = await api.get<{field_permissions: {role: string; field: string; read: boolean | null}[]}>('/w/default/field_permissions');
  assert.deepEqual(told.field_permissions.map(({role, field, read}) => [role, field, read]), [['rep', 'phone', false]]);
  await page.getByRole('button', {name: 'As it was'}).click();
  await page.getByRole('button', {name: 'As it was'}).waitFor({state: 'detached'});
  assert.equal(await sees.isChecked(), true);
});

at.test('All-2 an API token is shown once, works, and ends', async ({page, visit, api}) => {
  await visit('tokens');
  await page.getByRole('button', {name: 'New token'}).click();
  await page.getByRole('textbox', {name: 'Name'}).fill('Reader');
  await page.getByRole('button', {name: 'Make it'}).click();
  const secret = await page.getByRole('textbox', {name: 'Secret'}).inputValue();
  const ask = () => fetch(`${api.server.odata}accounts/$count`, {headers: {Authorization: `Bearer ${secret}`}});
  assert.equal((await ask()).status, 200);
  await page.getByRole('dialog').getByRole('button', {name: 'Close'}).click();
  await page.getByRole('row').filter({hasText: 'Reader'}).getByRole('button', {name: 'End it'}).click();
  await page.getByRole('alertdialog').getByRole('button', {name: 'End it'}).click();
  await page.getByText('The token is over.').waitFor();
  assert.equal((await ask()).status, 401);
});

at.test('All-2 a setting is changed, refused beyond its limits, and goes back', async ({page, visit, api}) => {
  const all = () => api.get<{settings: {setting: string; kind: string; title: string; most: number; value: unknown; is_default: boolean}[]}>('/w/default/settings');
  const number = (await all()).settings.find(({kind}) => kind === 'number');
  assert.ok(number);
  await visit('settings');
  const field = page.getByRole('textbox', {name: number.title});
  await field.fill(String(number.most + 1));
  await field.blur();
  await page.getByText(new RegExp(String(number.most))).nth(1).waitFor();
  assert.equal((await all()).settings.find(({setting}) => setting === number.setting)?.value, number.value);
  await field.fill(String(number.most));
  await field.blur();
  await page.getByText('The setting holds.').waitFor();
  assert.equal((await all()).settings.find(({setting}) => setting === number.setting)?.value, number.most);
  await page.getByRole('button', {name: /^Back to/}).click();
  await page.getByRole('button', {name: /^Back to/}).waitFor({state: 'detached'});
});
