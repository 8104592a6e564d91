// docs/guide: two pages for each role, in both languages. Its pictures are of screens as they are: GUIDE=1 node run.ts
// guide.test.ts writes them there; without it they are looked at like all others, so that a screen that is no more
// does not stay in it. What stands in bold is a word of the page. Printed, each is two pages (guide-ROLE-LANGUAGE.pdf
// beside the screens).
import assert from 'node:assert/strict';
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {it} from 'node:test';
import type {Page} from 'playwright-core';
import {type Language, launch, screens, settled} from './lib/browser.ts';
import {toHtml} from './lib/markdown.ts';
import {fillPeople, people} from './lib/people.ts';
import {workspace} from './lib/workspace.ts';

const guide = new URL('../../docs/guide/', import.meta.url).pathname;
const folder = process.env.GUIDE ? join(guide, 'pictures') : screens;
const past = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const at = workspace('prospectsoft', async (api) => {
  await fillPeople(api);
  for (const [index, {key}] of people.entries()) {
    if (index % 2 === 0) await api.act('accounts', key, 'open_opportunity', {key: `P-${key}`, title: 'Range', amount: '1200', at: past(400 - index * 9)});
    if (index % 3 === 0) await api.act('accounts', key, 'place_order', {key: `O-${key}`, amount: String(90 + index * 7), at: past(220 - index * 9)});
    if (index % 5 === 0) await api.act('accounts', key, 'log_call', {note: 'Asked for a price list', outcome: 'answered', at: past(20)});
  }
  await api.create('enquiries', {key: 'E-1', name: 'Ruth Adler', subject: 'Price list', channel: 'web', email: 'ruth@example.com', note: 'Please send me your price list.'});
  await api.create('enquiries', {key: 'E-2', name: 'אבי נחום', subject: 'הצעת מחיר', channel: 'web', email: 'avi@example.com', note: 'אפשר לקבל הצעת מחיר לעשרים ארגזים?'});
  await api.json('POST', '/w/default/users', {email: 'noa@example.com', name: 'נועה שגב', role: 'rep', language: 'he'});
  await api.json('POST', '/w/default/users', {email: 'paul@example.com', name: 'Paul Kent', role: 'manager', language: 'en'});
  await api.json('POST', '/w/default/tokens', {name: 'Web shop', scopes: ['read', 'facts'], days: 90});
});
const declared = workspace('hyper', async (api) => {
  for (const person of people.slice(0, 8)) await api.create('accounts', person);
});

const word = (language: Language, english: string, hebrew: string) => (language === 'he' ? hebrew : english);
const csv = 'Customer no,Company,Mail,Town\nN-1,מאפיית דן,dan@example.com,Haifa\nN-2,Oak & Sons,oak@example.com,Leeds\nN-3,Harbour View,harbour@example.com,Bristol\n';

// A picture's name, the address of its screen, and what is done there first.
type Shot = [name: string, path: string, prepare?: (page: Page, language: Language) => Promise<void>, from?: typeof at];
const pictures: Record<string, Shot[]> = {
  representative: [
    ['board', 'board'],
    ['declare', 'board', async (page, language) => {
      await page.getByRole('button', {name: word(language, 'Move', 'העברת')}).first().click();
      await page.getByRole('dialog').getByRole('button', {name: word(language, 'Not interested', 'הכרזה על לקוח שאינו מעוניין')}).click();
      await page.getByRole('dialog').getByRole('textbox').first().waitFor();
    }, declared],
    ['account', 'accounts/C-001'],
    ['calling', 'calling'],
    ['enquiry', 'enquiries?enquiry=E-1'],
  ],
  manager: [
    ['bulk', "accounts?filter=city eq 'London'", async (page, language) => {
      await page.getByText(people[0].name).waitFor();
      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('Control+a');
      await page.getByRole('button', {name: word(language, 'Change …', 'שינוי…')}).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', {name: word(language, 'A field or a stage', 'שדה או שלב')}).click();
      await dialog.getByRole('combobox').fill(word(language, 'Lifecycle', 'מחזור חיים'));
      await page.getByRole('option', {name: word(language, 'Lifecycle', 'מחזור חיים'), exact: true}).click();
      await dialog.getByRole('button', {name: word(language, 'Value', 'ערך')}).click();
      await page.getByRole('option', {name: word(language, 'Lead', 'ליד'), exact: true}).click();
      await dialog.getByRole('button', {name: word(language, 'See what would come of it', 'מה יקרה')}).click();
      await dialog.getByRole('table').waitFor();
    }],
    ['allocation', 'allocation'],
    ['reports', 'reports'],
    ['import', 'import', async (page) => {
      await page.locator('input[type=file]').setInputFiles({name: 'customers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv)});
      await page.getByRole('heading', {name: 'customers.csv'}).waitFor();
    }],
  ],
  administrator: [
    ['studio', 'studio'],
    ['plan', 'studio?show=parameters', async (page, language) => {
      await page.getByRole('textbox').first().fill('90');
      await page.getByRole('button', {name: word(language, 'What would it change?', 'מה ישתנה?')}).click();
      await page.getByRole('button', {name: word(language, 'How it begins', 'איך זה מתחיל')}).click();
      await page.getByRole('option', {name: word(language, 'As if it had always been so', 'כאילו תמיד היה כך')}).click();
      await page.getByRole('button', {name: word(language, 'Make a plan', 'הכנת תכנית')}).click();
      await page.getByRole('table').first().waitFor({timeout: 30_000});
    }],
    ['users', 'users'],
    ['tokens', 'tokens'],
    ['settings', 'settings'],
  ],
};

const textOf = (role: string, language: Language) =>
  readFileSync(join(guide, language === 'en' ? `${role}.md` : `${role}.he.md`), 'utf8');

for (const language of ['en', 'he'] as const) {
  for (const [role, shots] of Object.entries(pictures)) {
    for (const [name, path, prepare, from = at] of shots) {
      from.test(
        `the guide's picture of ${name}, ${language}`,
        async ({page, visit}) => {
          mkdirSync(folder, {recursive: true});
          await visit(path);
          await settled(page);
          await prepare?.(page, language);
          await page.waitForTimeout(600);
          await settled(page);
          await page.screenshot({path: join(folder, `${name}-${language}.png`)});
        },
        {language, width: 1040, height: 640},
      );
    }

    it(`the guide for the ${role} shows every picture and no other, ${language}`, () => {
      const shown = [...textOf(role, language).matchAll(/pictures\/([\w-]+)\.png/g)].map(([, name]) => name);
      assert.deepEqual(shown, shots.map(([name]) => `${name}-${language}`));
    });

    it(`what stands in bold in the guide for the ${role} stands on the page, ${language}`, () => {
      const column = language === 'en' ? 1 : 2;
      const sentences = new Set(
        ['web', 'verbs', 'routes'].flatMap((room) =>
          readFileSync(new URL(`../../text/${room}.txt`, import.meta.url), 'utf8')
            .split('\n')
            .map((line) => line.split(' | ')[column]?.trim() ?? ''),
        ),
      );
      for (const verb of readFileSync(new URL('../../docs/verbs.md', import.meta.url), 'utf8').matchAll(/^\| `\w+`[^|]*\| ([^|]+) \| ([^|]+) \|/gm)) {
        sentences.add(verb[column] ?? '');
      }
      const bold = [...textOf(role, language).matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words.replace(/\s+/g, ' '));
      assert.ok(bold.length > 10);
      const strange = bold.filter((words) => !sentences.has(words) && !words.endsWith('.'));
      assert.deepEqual(strange, []);
    });

    it(`the guide for the ${role} is two printed pages, ${language}`, async () => {
      const page = await (await launch()).newPage();
      await page.setContent(toHtml(textOf(role, language), language, join(guide, '/')));
      const pdf = await page.pdf({format: 'A4', path: join(screens, `guide-${role}-${language}.pdf`)});
      await page.close();
      const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)?.length;
      assert.equal(pages, 2);
    });
  }
}
