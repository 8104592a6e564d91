// What people do on the page of one account, in the words that stand on it.
import type {Page} from 'playwright-core';

// What a form is given: text by its label, a choice as {choose}, a switch as true, a day and time as {when}.
export type Given = Record<string, string | true | {choose: string} | {when: string}>;

export async function fill(page: Page, given: Given) {
  const dialog = page.getByRole('dialog');
  const more = dialog.getByRole('button', {name: 'More', exact: true});
  for (const [label, value] of Object.entries(given)) {
    if (value === true) {
      await dialog.getByText(label, {exact: true}).click();
    } else if (typeof value === 'string') {
      const field = dialog.getByRole('textbox', {name: label});
      if ((await field.count()) === 0 && (await more.count()) > 0) await more.click();
      await field.fill(value);
    } else if ('choose' in value) {
      await dialog.getByRole('button', {name: new RegExp(`${label}\\W*$`)}).click();
      await page.getByRole('option', {name: value.choose, exact: true}).click();
    } else {
      await dialog.getByRole('group', {name: label}).getByRole('spinbutton').first().focus();
      await page.keyboard.type(value.when);
    }
  }
}

async function save(page: Page) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', {name: 'Save', exact: true}).click();
  await dialog.waitFor({state: 'detached'});
}

// "Add", and what is added.
export async function add(page: Page, deed: string, given: Given = {}) {
  await page.getByRole('button', {name: 'Add', exact: true}).click();
  await page.getByRole('menuitem', {name: deed}).click();
  await fill(page, given);
  await save(page);
}

// What is done with a document of the account.
export async function act(page: Page, tab: string, document: string, deed: string, given: Given = {}) {
  await page.getByRole('tab', {name: new RegExp(`^${tab}`)}).click();
  await page.getByRole('button', {name: new RegExp(`What to do with .*${document}`)}).click();
  await page.getByRole('menuitem', {name: deed, exact: true}).click();
  await fill(page, given);
  await save(page);
}

// "Move to …": the stage, and what its declaration asks for.
export async function moveTo(page: Page, stage: string, given?: Given) {
  await page.getByRole('button', {name: 'Move to …'}).first().click();
  await page.getByRole('dialog').getByRole('button', {name: stage, exact: true}).click();
  if (!given) return;
  await fill(page, given);
  const declare = page.getByRole('dialog').getByRole('button', {name: 'Declare'});
  await declare.click();
  await declare.waitFor({state: 'detached'}); // its dialog; another may come, with a message to read
}

// Waits until the path of a lifecycle says where the account stands.
export const stands = (page: Page, lifecycle: string, stage: string) =>
  page.getByRole('region', {name: lifecycle, exact: true}).locator('[aria-current=step]').getByText(stage, {exact: true}).waitFor();
