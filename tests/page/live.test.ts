// Two people in front of two browsers: what one does, the other sees, and what was done is taken back.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {fillBoard, people} from './lib/people.ts';
import {listen} from './lib/walk.ts';
import {workspace} from './lib/workspace.ts';

// Who came last stands first: these are in view.
const [one, two, three, four, five] = people.toReversed() as unknown as {key: string; name: string}[];
const at = workspace('prospectsoft', fillBoard);
const anna = {key: 'anna', role: 'rep'} as const;
const column = (page: Page, title: string) => page.getByRole('region', {name: title, exact: true});
const drag = (page: Page, name: string, to: string) =>
  page.getByRole('row', {name}).dragTo(column(page, to).getByRole('grid'));

at.test('PS-28 a card that one drags moves before the other, who asks for that card alone', async ({page, visit, as}) => {
  const other = await as(anna);
  await other.visit('board');
  await visit('board');
  await page.getByRole('row', {name: one?.name}).waitFor();
  await other.page.getByRole('row', {name: one?.name}).waitFor();
  const asked: string[] = [];
  other.page.on('request', (request) => asked.push(decodeURIComponent(new URL(request.url()).search)));
  const begun = Date.now();
  await drag(page, one?.name ?? '', 'Prospect');
  await column(other.page, 'Prospect').getByRole('row', {name: one?.name}).waitFor();
  console.log(`seen by the other ${Date.now() - begun} ms after the hand began to move`);
  await column(other.page, 'Suspect').getByRole('row', {name: one?.name}).waitFor({state: 'detached'});
  const columns = asked.filter((search) => /customer_lifecycle eq/.test(search));
  assert.deepEqual(columns, [], 'no column was read anew');
});

at.test('PS-28 the account that both look at shows it too, and its undoing', async ({page, visit, as}) => {
  const other = await as(anna);
  await other.visit(`accounts/${two?.key}`);
  const step = (title: string) => other.page.locator('[aria-current=step]').getByText(title);
  await step('Suspect').waitFor();
  await visit('board');
  await drag(page, two?.name ?? '', 'Lead');
  await step('Lead').waitFor();
  await page.getByRole('button', {name: 'Undo'}).click();
  await step('Suspect').waitFor();
  await column(page, 'Suspect').getByRole('row', {name: two?.name}).waitFor();
});

at.test('PS-46 a move can be taken back for ten seconds, and from the log after that', async ({page, visit}) => {
  await page.clock.install();
  await visit('board');
  await page.clock.resume();
  await page.getByRole('row', {name: three?.name}).waitFor();
  await drag(page, three?.name ?? '', 'Lead');
  const undo = page.getByRole('button', {name: 'Undo'});
  await undo.waitFor();
  await page.mouse.move(5, 5); // off the note: it waits while one is on it
  await page.clock.fastForward(8_000);
  assert.equal(await undo.count(), 1);
  await page.clock.fastForward(3_000);
  await undo.waitFor({state: 'detached'});
  await visit(`accounts/${three?.key}`);
  await undo.first().click();
  await page.locator('[aria-current=step]').getByText('Suspect').waitFor();
});

at.test('PS-28 what happened while one looked elsewhere is there when one comes back', async ({page, visit, api}) => {
  await visit('board');
  await column(page, 'Suspect').getByRole('row', {name: four?.name}).waitFor();
  await page.getByRole('link', {name: 'Settings'}).click();
  await page.getByRole('heading', {level: 1, name: 'Settings'}).waitFor();
  await api.act('accounts', four?.key ?? '', 'set_stage', {lifecycle: 'customer_lifecycle', stage: 'mql'});
  await page.getByRole('link', {name: 'Board'}).click();
  await column(page, 'Marketing qualified lead (MQL)').getByRole('row', {name: four?.name}).waitFor();
});

at.test('PS-46 one’s own move asks for that card and the counts, not for the columns', async ({page, visit}) => {
  const name = five?.name ?? '';
  await visit('board');
  await page.getByRole('row', {name}).waitFor();
  const asked = listen(page);
  const columns: string[] = [];
  page.on('request', (request) => {
    const search = decodeURIComponent(new URL(request.url()).search);
    if (/customer_lifecycle eq/.test(search)) columns.push(search);
  });
  // The longer the counting took, the later it is done again.
  const counted = page.waitForResponse((response) => /groupby/.test(decodeURIComponent(response.url())), {timeout: 100_000});
  await drag(page, name, 'Lead');
  await page.getByRole('button', {name: 'Undo'}).waitFor();
  await counted;
  assert.deepEqual(columns, []);
  assert.equal(asked.changes.length, 1);
});
