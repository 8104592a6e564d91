// The first start: from the link that the server prints to a board, with a pack or with the example.
import assert from 'node:assert/strict';
import {after, it} from 'node:test';
import type {Page} from 'playwright-core';
import {type FreshServer, startFresh} from '../clients/lib/server.ts';
import {clean, colours, faultsOf, type Look, open, paint, patience, picture, quit, settled} from './lib/browser.ts';
import {workspace} from './lib/workspace.ts';

const words = {
  en: {
    name: 'Name', email: 'E-mail', password: 'Password', begin: 'Begin', title: 'What would you like to begin with?',
    example: 'An example workspace', tempworks: 'TempWorks', choose: 'Begin with this: ', preparing: 'The workspace is being prepared',
    stage: 'Hold for Credit Check', empty: 'Choose what to begin with', navigation: 'Main navigation', inForce: 'In force',
  },
  he: {
    name: 'שם', email: 'דוא״ל', password: 'סיסמה', begin: 'התחלה', title: 'במה להתחיל?',
    example: 'סביבת עבודה לדוגמה', tempworks: 'טמפוורקס', choose: 'התחלה עם זה: ', preparing: 'סביבת העבודה בהכנה',
    stage: 'מוקפא לבדיקת אשראי', empty: 'בחירה במה להתחיל', navigation: 'ניווט ראשי', inForce: 'בתוקף',
  },
} as const;
type Words = (typeof words)['en' | 'he'];

async function comeIn(page: Page, server: FreshServer, say: Words) {
  await page.goto(server.link.slice(server.address.length));
  await page.getByLabel(say.name, {exact: true}).fill('Dana');
  await page.getByLabel(say.email).fill('dana@example.com');
  await page.getByLabel(say.password).fill('seven quiet rivers of the north');
  await page.getByRole('button', {name: say.begin, exact: true}).click();
  await page.getByRole('heading', {level: 1, name: say.title}).waitFor();
  await page.locator('li h2').nth(4).waitFor();
  await settled(page);
}
const choice = (page: Page, say: Words, title: string) => page.getByRole('button', {name: `${say.choose}\u2068${title}\u2069`});
const inTheFrame = (page: Page, say: Words) => page.getByRole('navigation', {name: say.navigation}).waitFor();

// With a server of its own, that nobody has come in to.
function first(name: string, look: Look & {language: 'en' | 'he'}, body: (page: Page, server: FreshServer, say: Words) => Promise<void>) {
  it(`${name}, ${look.language}`, {timeout: 90_000 * patience}, async () => {
    const server = await startFresh('hyper');
    const {page, faults, close} = await open(server.address, look);
    try {
      await body(page, server, words[look.language]);
      clean(faults, name);
    } catch (error) {
      await picture(page, `failed-${name.replace(/\W+/g, '-')}-${look.language}`).catch(() => {});
      throw error;
    } finally {
      await close();
      await server.stop();
    }
  });
}

for (const language of ['en', 'he'] as const) {
  first('first start with the example', {language}, async (page, server, say) => {
    await comeIn(page, server, say);
    await choice(page, say, say.example).click();
    await page.getByText(say.preparing).waitFor();
    assert.equal(await choice(page, say, say.tempworks).count(), 0, 'one choice at a time');
    await page.waitForURL(/\/app\/default\/board$/, {timeout: 60_000 * patience});
    await inTheFrame(page, say);
    await page.getByRole('button', {name: /Mercer|Deli|Ltd/}).first().waitFor();
  });

  first('first start with a pack, and another while it is empty', {language}, async (page, server, say) => {
    await comeIn(page, server, say);
    await choice(page, say, say.tempworks).click();
    await page.waitForURL(/\/app\/default\/board$/, {timeout: 30_000});
    await inTheFrame(page, say);
    await page.getByRole('link', {name: say.empty}).click();
    const card = page.getByRole('listitem').filter({hasText: say.tempworks});
    await card.getByText(say.inForce).waitFor();
    // What is in force already is there at once.
    await choice(page, say, say.tempworks).click();
    await page.waitForURL(/\/app\/default\/board$/);
    await inTheFrame(page, say);
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByLabel(say.name, {exact: true}).fill('Acme');
    await page.keyboard.press('Enter');
    await page.waitForURL(/accounts/);
    await page.goto('/app/default/start');
    await page.waitForURL(/\/app\/default\/board$/); // not empty any more
    await page.getByText(say.stage).first().waitFor();
  });

  first('first start as it looks', {language}, async (page, server, say) => {
    await comeIn(page, server, say);
    await picture(page, `start-${language}-light`);
    clean(await faultsOf(page), 'start');
    await paint(page, 'dark');
    await picture(page, `start-${language}-dark`);
    clean(await faultsOf(page, colours), 'start, dark');
  });
  first('first start on a telephone', {language, width: 360, height: 740, touch: true}, async (page, server, say) => {
    await comeIn(page, server, say);
    await picture(page, `start-${language}-narrow`);
    clean(await faultsOf(page), 'start');
  });
}

first('first start: what goes on is found again after a reload', {language: 'en'}, async (page, server, say) => {
  await comeIn(page, server, say);
  await choice(page, say, say.example).click();
  await page.getByText(say.preparing).waitFor();
  await page.goto('/app/default/start');
  await page.waitForURL(/\/app\/default\/board$/, {timeout: 60_000 * patience});
  await inTheFrame(page, say);
});
after(quit);

const at = workspace('hyper', async (api) => {
  await api.create('accounts', {key: 'A-1', name: 'Acme'});
});
at.test('first start is over where there are customers', async ({page}) => {
  await page.goto('/app/default/start');
  await page.waitForURL(/\/app\/default\/board$/);
  await page.getByRole('navigation', {name: 'Main navigation'}).waitFor();
});
