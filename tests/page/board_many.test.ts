// A board of ten thousand: only what is in view is in the document, whatever one scrolls through.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {customers, ordering} from '../clients/lib/server.ts';
import {settled} from './lib/browser.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('prospectsoft', undefined, {full: true});
const column = (page: Page, title: string) => page.getByRole('region', {name: title, exact: true});
const number = new Intl.NumberFormat('en');
const counted = (page: Page, title: string, count: number) =>
  column(page, title).locator('header').getByText(number.format(count), {exact: true}).waitFor();
const sizeOf = (page: Page) =>
  page.evaluate(() => ({rows: document.querySelectorAll('main [role=row]').length, all: document.querySelectorAll('*').length}));

at.test('U1 ten thousand cards: counts are right, what is drawn is bounded, and one far down is moved', async ({page, api, visit}) => {
  await visit('board');
  const suspects = column(page, 'Suspect');
  await suspects.getByRole('row').first().waitFor();
  await counted(page, 'Suspect', customers - ordering);
  await counted(page, 'Onboarding', ordering);

  const before = await sizeOf(page);
  const list = suspects.getByRole('grid');
  const keyOfLast = () => suspects.getByRole('row').last().getAttribute('data-key');
  for (let pages = 0; pages < 6; ++pages) {
    const was = await keyOfLast();
    await list.evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
    await page.waitForFunction(
      ([grid, key]) => ![undefined, null, key].includes([...(grid as Element).querySelectorAll<HTMLElement>('[role=row]')].at(-1)?.dataset.key),
      [await list.elementHandle(), was] as const,
    ); // others came into view
    const now = await sizeOf(page);
    assert.ok(now.rows <= before.rows + 20, `${now.rows} rows after ${before.rows}`);
    assert.ok(now.all <= before.all * 1.5, `${now.all} elements after ${before.all}`);
  }

  // One that nothing has to scroll for, when the list rests: while it scrolls it takes no press.
  await settled(page);
  const inMiddle = await page.waitForFunction((grid) => {
    if (getComputedStyle((grid as Element).firstElementChild as Element).pointerEvents === 'none') return null;
    const {top, height} = (grid as Element).getBoundingClientRect();
    const rows = [...(grid as Element).querySelectorAll('[role=row]')].map((row) => ({key: row.getAttribute('data-key'), at: row.getBoundingClientRect().top - top}));
    return rows.find(({key, at}) => key && at > height / 3 && at < height / 2)?.key;
  }, await list.elementHandle());
  const key = (await inMiddle.jsonValue()) as string;
  const row = suspects.locator(`[data-key="${key}"]`);
  await row.hover();
  await row.getByRole('button', {name: /^Move/}).click();
  await page.getByRole('dialog').getByRole('button', {name: 'Prospect', exact: true}).click();
  await column(page, 'Prospect').locator(`[data-key="${key}"]`).waitFor();
  await page.getByRole('button', {name: 'Undo'}).waitFor(); // the server has said so
  await suspects.locator(`[data-key="${key}"]`).waitFor({state: 'detached'});
  assert.equal((await api.get(`accounts('${key}')`)).customer_lifecycle, 'prospect');
  await counted(page, 'Suspect', customers - ordering - 1);
  await counted(page, 'Prospect', 1);
  assert.ok((await list.evaluate((grid) => grid.scrollTop)) > 1000, 'and one is still where one was');
});
