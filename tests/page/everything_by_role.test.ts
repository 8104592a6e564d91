// What each role is offered it may do: everything is pressed, and nothing is refused.
import assert from 'node:assert/strict';
import {patience} from './lib/browser.ts';
import {destinations, fillEverything, type Least, whole} from './lib/filled.ts';
import type {User} from './lib/users.ts';
import {listen, pressEverything} from './lib/walk.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('prospectsoft', async (api) => {
  await fillEverything(api, 'anna');
});
// What every form has, and does nothing by itself, is pressed by the owner (everything.test.ts).
const alike = /^(Calendar|Choose …|Show suggestions|Cancel|More \()/;
// What a representative is offered too.
const shared = /^(Calendar|Choose …|Show suggestions|Cancel|More \(|Log |Issue |Book |Start |Place |.* \(Move … to …\))/;
const daily = ['board', 'accounts', 'calling', 'enquiries', `accounts/${whole}`, 'removed'];
const walks: [user: User, paths: string[], least: number, skip?: RegExp][] = [
  [{key: 'vera', role: 'viewer'}, [...daily, 'enquiries?enquiry=E-1'], 60],
  [{key: 'anna', role: 'rep', own_only: true}, daily, 110],
  [{key: 'max', role: 'manager'}, [`accounts/${whole}`, 'enquiries?enquiry=E-1', 'forms?form=F-1', 'reports', 'allocation', 'import'], 70, shared],
  [{key: 'ada', role: 'admin'}, ['users', 'users?show=roles', 'tokens', 'settings', 'studio'], 40],
  [{key: 'iris', role: 'integration'}, ['board', `accounts/${whole}`], 40, shared],
];

for (const [user, paths, least, skip = alike] of walks) {
  at.test(`All-2 whatever ${user.role} is offered is not refused`, async ({as}) => {
    const {page, visit} = await as(user);
    const asked = listen(page);
    let count = 0;
    for (const path of paths) {
      const {pressed, faults} = await pressEverything(page, {visit: () => visit(path), skip});
      assert.deepEqual(faults, [], path);
      count += pressed.length;
    }
    console.log(`${user.role}: ${count} pressed`);
    assert.ok(count >= least, `only ${count}`);
    if (user.role === 'viewer') assert.deepEqual(asked.changes, []);
  }, {timeout: 120_000 * patience});
}

// Of each role: what the navigation offers opens, and an address of the others says why not.
const ranks: Record<Least, User['role'][]> = {
  viewer: ['viewer', 'rep', 'manager', 'admin', 'integration'],
  manager: ['manager', 'admin'],
  admin: ['admin'],
};
for (const [user] of walks) {
  at.test(`All-2 ${user.role} goes where that role may, and an address of the others says why not`, async ({as}) => {
    const {page, visit} = await as(user);
    const asked = listen(page);
    const mine = destinations.filter(([, , , from]) => ranks[from].includes(user.role));
    await visit('board');
    const links = page.getByRole('navigation', {name: 'Main navigation'}).getByRole('link');
    assert.deepEqual(await links.allInnerTexts(), mine.map(([, , title]) => title));
    for (const [, path, title] of destinations) {
      if (mine.some(([, own]) => own === path)) {
        await links.getByText(title, {exact: true}).click();
        await page.getByRole('heading', {level: 1, name: title}).first().waitFor();
      } else {
        await visit(path);
        await page.getByText(/This view is not for your role here/).waitFor();
        await page.getByRole('link', {name: 'To the beginning'}).click();
        await page.getByRole('heading', {level: 1, name: 'Board'}).waitFor();
      }
    }
    if (user.role === 'viewer' || user.role === 'rep') {
      await visit('forms');
      await page.getByText(/This view is not for your role here/).waitFor();
    }
    assert.deepEqual(asked.refused, []);
  });
}
