// What is between the page and its server: a line that is lost or slow, an answer that does not arrive, a session that
// ends in the middle. Nothing that was typed is lost, and nothing is done twice.
import assert from 'node:assert/strict';
import type {Page, Request} from 'playwright-core';
import {faultsOf, picture} from './lib/browser.ts';
import {fillPeople, people} from './lib/people.ts';
import {type Api, workspace} from './lib/workspace.ts';

const at = workspace('hyper', fillPeople);

const creates = (request: Request) => request.method() === 'POST' && /odata\/accounts$/.test(request.url());
const banner = (page: Page) => page.getByText('The server cannot be reached.');
const countOf = async (api: Api, email: string) =>
  (await api.get<{value: unknown[]}>(`accounts?$filter=${encodeURIComponent(`email eq '${email}'`)}`)).value.length;
// What a browser says in its console of requests that fail is what is tested here.
const forget = (faults: string[]) => {
  for (let n = faults.length; n-- > 0; ) {
    if (/Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION/.test(faults[n] ?? '')) faults.splice(n, 1);
  }
};
async function quickAdd(page: Page, email: string) {
  await page.keyboard.press('n');
  await page.getByRole('dialog').getByLabel('E-mail').fill(email);
  return page.getByRole('dialog').getByRole('button', {name: 'Add'});
}
const isMarked = (page: Page) => page.evaluate(() => (window as unknown as {mark?: boolean}).mark === true);
const mark = (page: Page) => page.evaluate(() => void ((window as unknown as {mark?: boolean}).mark = true));

at.test('offline is said, and what was sent goes out once when the line is back', async ({another, api}) => {
  const {page, visit, faults} = await another();
  await visit('board');
  await mark(page);
  const add = await quickAdd(page, 'offline@example.com');
  await page.context().setOffline(true);
  await banner(page).waitFor();
  await add.click();
  await page.waitForTimeout(1500); // attempts are made, and fail
  await picture(page, 'line-lost');
  assert.deepEqual(await faultsOf(page), []);
  assert.equal(await page.getByRole('dialog').getByLabel('E-mail').inputValue(), 'offline@example.com');
  assert.equal(await countOf(api, 'offline@example.com'), 0);
  await page.context().setOffline(false);
  await page.waitForURL(/accounts\/A-/);
  await banner(page).waitFor({state: 'detached'});
  assert.equal(await countOf(api, 'offline@example.com'), 1);
  assert.ok(await isMarked(page), 'without a reload');
  forget(faults);
});

at.test('offline: a view that is opened comes when the line is back', async ({another}) => {
  const {page, visit, faults} = await another();
  await visit('accounts');
  await page.getByRole('link', {name: 'Calling list'}).click(); // its program is here now
  await page.locator('#next-call').waitFor();
  await page.getByRole('link', {name: 'Accounts', exact: true}).click();
  await page.context().setOffline(true);
  await page.getByRole('searchbox').fill('Hannah');
  await page.keyboard.press('Enter');
  await banner(page).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('gridcell', {name: 'Hannah Levi'}).or(page.getByRole('rowheader', {name: 'Hannah Levi'})).first().waitFor();
  await banner(page).waitFor({state: 'detached'});
  forget(faults);
});

at.test('an answer that does not arrive is asked for again, and the thing is done once', async ({another, api}) => {
  const {page, visit, faults} = await another();
  await visit('board');
  const keys: (string | undefined)[] = [];
  await page.route(/odata\/accounts$/, async (route) => {
    if (!creates(route.request())) return route.continue();
    keys.push((await route.request().allHeaders())['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch(); // the server did it
    return route.abort('connectionreset');
  });
  await (await quickAdd(page, 'lost@example.com')).click();
  await page.waitForURL(/accounts\/A-/);
  assert.equal(keys.length, 2);
  assert.ok(keys[0]);
  assert.equal(keys[0], keys[1]);
  assert.equal(await countOf(api, 'lost@example.com'), 1);
  forget(faults);
});

at.test('a slow server is said to be slow, and nobody can press twice', async ({page, visit, api}) => {
  await visit('board');
  let sent = 0;
  let go = () => {};
  const gate = new Promise<void>((open) => {
    go = open;
  });
  await page.route(/odata\/accounts$/, async (route) => {
    if (creates(route.request())) {
      sent += 1;
      await gate;
    }
    return route.continue();
  });
  const add = await quickAdd(page, 'slow@example.com');
  await add.click();
  await page.keyboard.press('Enter');
  await page.getByText('The server takes its time').waitFor();
  await picture(page, 'line-slow');
  await add.click({force: true}).catch(() => {});
  go();
  await page.waitForURL(/accounts\/A-/);
  await page.getByText('The server takes its time').waitFor({state: 'detached'});
  assert.equal(sent, 1);
  assert.equal(await countOf(api, 'slow@example.com'), 1);
});

// Somebody who signs in for themselves, and whose session can be ended by the owner's other one.
async function signedIn(page: Page) {
  await page.context().clearCookies();
  await page.goto('/');
  await page.getByLabel('User name or e-mail').fill('owner');
  await page.getByLabel('Password').fill('correct horse battery staple');
  await page.getByRole('button', {name: 'Sign in'}).click();
  await page.getByRole('navigation', {name: 'Main navigation'}).waitFor();
}
async function endOthers(api: Api) {
  const {sessions} = await api.get<{sessions: {session: string; is_this: boolean}[]}>('/me/sessions');
  for (const {session} of sessions.filter((one) => !one.is_this)) await api.ask('DELETE', `/me/sessions/${session}`);
}
async function signInAgain(page: Page) {
  const dialog = page.getByRole('alertdialog', {name: 'Sign in again'});
  await dialog.waitFor();
  assert.equal(await dialog.getByLabel('User name or e-mail').inputValue(), 'owner');
  await dialog.getByLabel('Password').fill('correct horse battery staple');
  await dialog.getByRole('button', {name: 'Sign in'}).click();
  await dialog.waitFor({state: 'detached'});
}

at.test('a session that ends in the middle of a form loses nothing', async ({another, api}) => {
  const {page, visit} = await another();
  await signedIn(page);
  await visit('board');
  await mark(page);
  const add = await quickAdd(page, 'again@example.com');
  await endOthers(api);
  await add.click();
  const dialog = page.getByRole('alertdialog', {name: 'Sign in again'});
  await dialog.waitFor();
  await picture(page, 'sign-in-again');
  assert.deepEqual(await faultsOf(page), []);
  // A wrong word is said, and nothing is lost by it.
  await dialog.getByLabel('Password').fill('not this one');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').waitFor();
  await signInAgain(page);
  await page.waitForURL(/accounts\/A-/);
  assert.equal(await countOf(api, 'again@example.com'), 1);
  assert.ok(await isMarked(page), 'without a reload');
});

at.test('a session that ends while a note is written: the note is sent', async ({another, api}) => {
  const {page, visit} = await another();
  await signedIn(page);
  await visit('calling');
  const name = await page.locator('#next-call').innerText();
  await page.getByRole('textbox', {name: 'Note'}).fill('Wants a quote in spring');
  await endOthers(api);
  await page.getByRole('button', {name: 'Answered'}).click();
  await signInAgain(page);
  await page.getByText(/^Call to .* logged$/).waitFor();
  const key = people.find((person) => person.name === name)?.key;
  const {value} = await api.get<{value: {note: string}[]}>(`activities?$filter=${encodeURIComponent(`account eq '${key}'`)}`);
  assert.equal(value.filter(({note}) => note === 'Wants a quote in spring').length, 1);
});

at.test('who signed in again in another tab goes on in this one', async ({another, api}) => {
  const {page, visit} = await another();
  await signedIn(page);
  await visit('board');
  const add = await quickAdd(page, 'tab@example.com');
  const other = await page.context().newPage();
  await other.goto('/');
  await other.getByRole('navigation', {name: 'Main navigation'}).waitFor();
  await other.evaluate(() => fetch('/signin', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({user: 'owner', password: 'correct horse battery staple'})}));
  await other.close();
  await add.click();
  await page.waitForURL(/accounts\/A-/);
  assert.equal(await countOf(api, 'tab@example.com'), 1);
});

at.test('a view that is read after the session ended asks for the password in its place', async ({another, api}) => {
  const {page, visit} = await another();
  await signedIn(page);
  await visit('board');
  await endOthers(api);
  await page.getByRole('link', {name: 'Accounts', exact: true}).click();
  await signInAgain(page);
  await page.getByText(people[0].name).first().waitFor();
});
