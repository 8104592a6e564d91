// PS-52: a public form as its visitors see it, without any script, and in a frame of somebody else's site.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, it} from 'node:test';
import {clean, faultsOf, launch, open, picture, quit} from './lib/browser.ts';
import {workspace} from './lib/workspace.ts';

const field = (name: string, required = false) => ({name, title: {en: '', he: ''}, required});
const form = (key: string, more: object = {}) => ({
  key,
  title: 'Write to us',
  active: true,
  fields: JSON.stringify([field('name', true), field('email', true), field('phone'), field('note')]),
  ...more,
});
const at = workspace('prospectsoft', async (api) => {
  await api.create('forms', form('F-1', {title: 'צרו קשר · Write to us'}));
  await api.create('forms', form('F-2', {thanks: 'We call back.'}));
});
const address = (key: string, more = '') => `/w/default/forms/${key}${more}`;
const enquiries = async () => (await at.api().get<{value: {name: string; email: string}[]}>('enquiries')).value;
const from = async (name: string) => (await enquiries()).find((enquiry) => enquiry.name === name);

// A browser of somebody who allows no script.
async function visitor(body: (page: import('playwright-core').Page) => Promise<void>, locale = 'en-GB', width = 800) {
  const context = await (await launch()).newContext({
    javaScriptEnabled: false, locale, viewport: {width, height: 900}, baseURL: at.api().server.address,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 422/.test(message.text())) faults.push(message.text());
  });
  try {
    await body(page);
    clean(faults, 'public form');
  } finally {
    await context.close();
  }
}

it('PS-52 a form is filled in and sent without a script', async () => {
  await visitor(async (page) => {
    await page.goto(address('F-1'));
    await page.getByLabel('Name').fill('Ruth Adler');
    await page.getByLabel('E-mail').fill('ruth@example.com');
    await page.getByRole('button').click();
    await page.getByRole('status').waitFor();
    assert.equal((await from('Ruth Adler'))?.email, 'ruth@example.com');
  });
});

it('PS-52 in the visitor’s language, with its direction, and in the other one at a click', async () => {
  await visitor(async (page) => {
    await page.goto(address('F-1'));
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await page.getByLabel('שם').waitFor();
    await page.getByRole('link', {name: 'English'}).click();
    assert.equal(await page.locator('html').getAttribute('dir'), 'ltr');
    await page.getByLabel('Name').waitFor();
  }, 'he-IL');
});

it('PS-52 what is wrong is said at its field, and nothing has to be typed again', async () => {
  await visitor(async (page) => {
    await page.goto(address('F-1', '?lang=en'));
    await page.getByLabel('Name').fill('Ida Brook');
    await page.getByLabel('E-mail').fill('ida@nowhere'); // good enough for a browser
    await page.getByRole('button').click();
    await page.locator('.fault').first().waitFor();
    assert.equal(await page.getByLabel('Name').inputValue(), 'Ida Brook');
    assert.equal(await page.getByLabel('E-mail').getAttribute('aria-invalid'), 'true');
  });
});

it('the trap is seen by nobody, and who falls into it leaves nothing', async () => {
  await visitor(async (page) => {
    await page.goto(address('F-1', '?lang=en'));
    const trap = page.locator('.trap input');
    const box = await trap.boundingBox();
    assert.ok(!box || box.x + box.width < 0 || box.x > 800, 'outside of what is seen');
    assert.equal(await trap.getAttribute('tabindex'), '-1');
    for (let n = 0; n < 8; n += 1) {
      await page.keyboard.press('Tab');
      assert.notEqual(await page.locator(':focus').getAttribute('name').catch(() => null), await trap.getAttribute('name'));
    }
    const before = (await enquiries()).length;
    await page.getByLabel('Name').fill('Robot');
    await page.getByLabel('E-mail').fill('robot@example.com');
    await trap.fill('http://spam.example', {force: true});
    await page.getByRole('button').click();
    await page.getByRole('status').waitFor();
    assert.equal((await enquiries()).length, before);
  });
});

for (const [language, theme] of [['en', 'light'], ['en', 'dark'], ['he', 'light'], ['he', 'dark']] as const) {
  it(`the public form is for everybody, ${language} ${theme}`, async () => {
    const {page, faults, close} = await open(at.api().server.address, {language, width: 360, height: 740});
    try {
      await page.emulateMedia({colorScheme: theme});
      await page.goto(address('F-1', `?lang=${language}`));
      await picture(page, `public-form-${language}-${theme}`);
      // axe is a script: it comes by the debugger, beside the page's own policy.
      clean([...faults, ...(await faultsOf(page))], 'public form');
    } finally {
      await close();
    }
  });
}

// Another site, with the lines in it that the form builder gives.
async function site(snippet: string) {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><title>A site</title><h1>Our shop</h1>${snippet}`);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const {port} = server.address() as AddressInfo;
  return {origin: `http://127.0.0.1:${port}`, close: () => server.close()};
}

at.test('PS-52 the lines for a site work there, once the site is named', async ({page, visit, api}) => {
  await visit('forms?form=F-2');
  const snippet = await page.getByRole('textbox', {name: 'For your site'}).inputValue();
  assert.match(snippet, /^<iframe /);
  const shop = await site(snippet);
  after(shop.close);
  await visitor(async (guest) => {
    await guest.goto(shop.origin);
    await guest.waitForTimeout(300);
    assert.equal(await guest.frameLocator('iframe').getByLabel('Name').count(), 0, 'refused as long as it is not named');
  }).catch((error) => assert.match(String(error), /frame-ancestors|Content Security Policy/));
  await api.json('PUT', '/w/default/settings/form_sites', {value: shop.origin});
  await visitor(async (guest) => {
    await guest.goto(shop.origin);
    const inside = guest.frameLocator('iframe');
    await inside.getByLabel('Name').fill('Paul Kent');
    await inside.getByLabel('E-mail').fill('paul@example.com');
    await picture(guest, 'public-form-embedded');
    await inside.getByRole('button').click();
    await inside.getByText('We call back.').waitFor();
    assert.ok(await from('Paul Kent'));
  });
});

at.test('PS-52 a form leads on to where it says', async ({api}) => {
  const shop = await site('');
  after(shop.close);
  await api.create('forms', form('F-3', {redirect: `${shop.origin}/thanks`}));
  await visitor(async (page) => {
    await page.goto(address('F-3', '?lang=en'));
    await page.getByLabel('Name').fill('Ann');
    await page.getByLabel('E-mail').fill('ann@example.com');
    await page.getByRole('button').click();
    await page.getByRole('heading', {name: 'Our shop'}).waitFor();
    assert.equal(page.url(), `${shop.origin}/thanks`);
  });
});
after(quit);
