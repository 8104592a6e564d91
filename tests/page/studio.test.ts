// The lifecycle studio: seen, checked, tried, planned, applied.
import assert from 'node:assert/strict';
import {workspace} from './lib/workspace.ts';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const at = workspace('prospectsoft', async (api) => {
  for (const [key, days] of [['C-1', 200], ['C-2', 100]] as const) {
    await api.create('accounts', {key, name: `Customer ${key}`, email: `${key}@example.com`});
    await api.act('accounts', key, 'place_order', {key: `O-${key}`, amount: '10', at: ago(days)});
    await api.act('accounts', key, 'set_stage', {stage: 'customer', lifecycle: 'customer_lifecycle', at: ago(days - 1)});
  }
});

at.screen('studio', 'studio', async (page) => {
  await page.getByRole('button', {name: /Churned|נטש|נטישה/}).first().waitFor();
});
at.screen('studio-parameters', 'studio?show=parameters');
at.screen('studio-text', 'studio?show=text', async (page) => {
  await page.locator('textarea').waitFor();
});
at.screen('studio-stories', 'studio?show=stories', async (page, language) => {
  await page.getByRole('button', {name: language === 'he' ? 'הרצת הסיפורים' : 'Run the stories'}).click();
  await page.getByText(language === 'he' ? /כפי שהובטח/ : /as promised/).waitFor({timeout: 30_000});
});

at.test('the rules of a stage stand beside the picture, by keyboard too', async ({page, visit}) => {
  await visit('studio');
  const churned = page.getByRole('button', {name: 'Churned', exact: true});
  await churned.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/stage=churned/);
  await page.getByRole('heading', {name: /^Rules of/}).waitFor();
});

at.test('a fault in the text is said with its line while one writes', async ({page, visit}) => {
  await visit('studio?show=text');
  const text = page.locator('textarea');
  const before = await text.inputValue();
  await text.fill(before.replace('order.placed', 'order.plaecd'));
  await page.getByRole('button', {name: /line/}).first().waitFor();
  await page.getByText('One change that does not hold yet').waitFor();
  await text.fill(before);
  await page.getByText('Nothing is wrong with it.').waitFor();
  assert.equal(await page.getByText('One change that does not hold yet').count(), 0);
});

at.test('PS-22, PS-23, PS-26, PS-27 parameters begin at their defaults, and none leaves its limits', async ({page, visit, api}) => {
  const {parameters} = await api.get<{parameters: {name: string; title: {en: string}; min: number | null}[]}>('/w/default/definition');
  const field = (wanted: string) => page.getByRole('textbox', {name: parameters.find(({name}) => name === wanted)?.title.en});
  await visit('studio?show=parameters');
  const beyond = page.getByText('This is beyond its limits.');
  for (const [parameter, byDefault, wrong, right] of [['churn_days', '365', ['0'], ['1', '10000']], ['customer_after', '4', ['0', '5'], ['1', '4']]] as const) {
    assert.equal(await field(parameter).inputValue(), byDefault);
    for (const value of wrong) {
      await field(parameter).fill(value);
      await beyond.waitFor();
    }
    for (const value of right) {
      await field(parameter).fill(value);
      await beyond.waitFor({state: 'detached'});
    }
  }
});

at.test('PS-21 a plan shows who would move, and applying does exactly that', async ({page, visit, api}) => {
  const {parameters} = await api.get<{parameters: {name: string; title: {en: string}}[]}>('/w/default/definition');
  const days = parameters.find(({name}) => name === 'churn_days');
  await visit('studio?show=parameters');
  await page.getByRole('textbox', {name: days?.title.en}).fill('150');
  await page.getByRole('button', {name: 'What would it change?'}).click();
  await page.getByRole('button', {name: 'How it begins'}).click();
  await page.getByRole('option', {name: /As if it had always been so/}).click();
  await page.getByRole('button', {name: 'Make a plan'}).click();
  await page.getByText('One account would move.').first().waitFor({timeout: 30_000});
  await page.getByText(`${days?.title.en}: 365 → 150`).waitFor();
  await page.getByRole('table').getByText('C-1', {exact: true}).waitFor();
  assert.equal((await api.get("accounts('C-1')")).customer_lifecycle, 'customer', 'nothing has moved yet');
  await page.getByRole('button', {name: 'Apply the plan'}).click();
  await page.getByRole('alertdialog').getByRole('button', {name: 'Apply the plan'}).click();
  await page.getByText('The rules hold as planned.').waitFor({timeout: 30_000});
  assert.equal((await api.get("accounts('C-1')")).customer_lifecycle, 'churned');
  assert.equal((await api.get("accounts('C-2')")).customer_lifecycle, 'customer');
});
