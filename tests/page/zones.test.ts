// Time by the clock of the workspace, wherever the reader sits: the browser of these tests is in UTC.
import assert from 'node:assert/strict';
import {workspace} from './lib/workspace.ts';

const at = workspace(
  'hyper',
  async (api) => {
    await api.create('accounts', {key: 'Z-1', name: 'Called At Night', at: '2026-01-10T09:00:00Z'});
    await api.act('accounts', 'Z-1', 'log_call', {note: 'Late', at: '2026-03-05T23:30:00Z'});
  },
  {timeZone: 'Asia/Jerusalem'},
);

at.test('All-7 what happened half an hour before midnight in UTC is of the next day in Jerusalem', async ({page, visit}) => {
  await visit('accounts/Z-1');
  await page.getByRole('region', {name: 'Activity'}).getByText('6 Mar 2026, 01:30').first().waitFor();
  await page.getByRole('region', {name: 'Customer status'}).getByText(/since .*6 Mar 2026/).waitFor();
  await visit('accounts?columns=name,last_contact_at');
  await page.getByText('6 Mar 2026, 01:30').waitFor();
  await visit('accounts/Z-1?as_of=2026-03-05');
  const stage = page.getByRole('region', {name: 'Customer status'}).locator('[aria-current=step]');
  assert.equal(await stage.innerText(), 'New', 'that day was over there');
}, {width: 1600});
