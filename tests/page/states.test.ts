// Every screen while what it shows is on its way, when it cannot be read, and where there is nothing yet: it says so, and
// there is a way on.
import assert from 'node:assert/strict';
import type {Page} from 'playwright-core';
import {patience, picture, settled} from './lib/browser.ts';
import {beyond, destinations, fillEverything} from './lib/filled.ts';
import {troubled} from './lib/troubles.ts';
import {type Visitor, workspace} from './lib/workspace.ts';

let file = '';
const at = workspace('prospectsoft', async (api) => {
  file = await fillEverything(api);
});
const fresh = workspace('prospectsoft');
// All but what tells which records there are, and what they are called.
const rows = /^(?!.*(\/definition$|\$metadata))/;
const screens = (): [name: string, path: string, only: RegExp][] => {
  const all = [...destinations.map(([name, path]) => [name, path] as const), ...beyond(file)];
  const apart = ['board', 'accounts', 'account', 'allocation', 'enquiry', 'mapping', 'reports'];
  return [
    ...all.map(([name, path]): [string, string, RegExp] => [name, path, /./]),
    ...all.filter(([name]) => apart.includes(name)).map(([name, path]): [string, string, RegExp] => [`${name}, its rows`, path, rows]),
  ];
};
const seen = (page: Page, what: string) => page.locator(`main ${what}, [role=dialog] ${what}`).filter({visible: true});

// What was asked for again comes.
async function triedAgain(page: Page) {
  const again = seen(page, 'button').filter({hasText: 'Try again'});
  for (let turn = 0; turn < 12 && (await again.count()) > 0; ++turn) {
    const isBehind = (await page.getByRole('dialog').count()) > 0 && (await page.getByRole('dialog').getByText('Try again').count()) === 0;
    if (isBehind) await page.keyboard.press('Escape');
    else await again.last().click();
    await settled(page);
  }
}

async function goesThrough({page}: Visitor, set: Awaited<ReturnType<typeof troubled>>, path: string, only: RegExp) {
  await set('held', only);
  await page.goto(`/app/default/${path}`, {waitUntil: 'commit'});
  await page.locator('h1').first().waitFor();
  await seen(page, '[data-loading]').first().waitFor();

  await set('broken', only);
  const failed = seen(page, '[role=alert]');
  await failed.first().waitFor();
  await settled(page);
  assert.match(await failed.last().innerText(), /Something went wrong on our side[\s\S]*Try again/);
  assert.equal(await seen(page, '[data-loading]').count(), 0, 'it waits for what does not come');

  await set('none');
  await triedAgain(page);
  assert.equal(await failed.count(), 0, 'it does not come back');
  assert.ok((await page.locator('main').innerText()).length > 40, 'there is nothing on it');
}

at.test('every screen says that it loads and that it cannot be read, and comes back', async ({another}) => {
  const visitor = await another();
  const set = await troubled(visitor.page);
  const faults: string[] = [];
  for (const [name, path, only] of screens()) {
    try {
      await goesThrough(visitor, set, path, only);
    } catch (error) {
      await picture(visitor.page, `failed-states-${name}`);
      faults.push(`${name}: ${(error as Error).message.slice(0, 400)}`);
    }
  }
  // The browser tells of the answers that were meant to be.
  visitor.faults.splice(0, visitor.faults.length, ...visitor.faults.filter((fault) => !/status of 500/.test(fault)));
  assert.deepEqual(faults, []);
}, {timeout: 120_000 * patience});

const empty = ['board', 'accounts', 'calling', 'enquiries', 'removed', 'reports', 'allocation', 'import', 'tokens', 'forms'];
for (const language of ['en', 'he'] as const) {
  fresh.test(`a screen with nothing on it says what to do, ${language}`, async ({page, visit}) => {
    for (const path of empty) {
      await visit(path);
      const states = page.locator('main section:has(> h2)').filter({visible: true});
      await states.first().waitFor();
      const said = (await states.last().innerText()).split('\n').filter(Boolean);
      assert.ok(said.length >= 2, `${path} only says ${said.join(' · ')}`);
      const box = await states.last().boundingBox();
      const main = await page.locator('main').boundingBox();
      assert.ok(box && main && box.x >= main.x && box.x + box.width <= main.x + main.width + 1, `${path}: beside the window`);
    }
  }, {language});
}
