// Reports: pictures of the log, each with its table and its export.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {fillPeople, people} from './lib/people.ts';
import {screens} from './lib/browser.ts';
import {workspace} from './lib/workspace.ts';

const at = workspace('prospectsoft', async (api) => {
  await fillPeople(api);
  const past = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  for (const [index, {key}] of people.entries()) {
    if (index % 2 === 0) await api.act('accounts', key, 'open_opportunity', {key: `P-${key}`, title: 'Range', at: past(400 - index)});
    if (index % 3 === 0) await api.act('accounts', key, 'place_order', {key: `O-${key}`, amount: '100', at: past(200 - index)});
  }
});

at.screen('reports', 'reports', async (page) => {
  await page.getByRole('figure').nth(3).waitFor();
});

at.test('PS-2 every report is a picture, a table and a file', async ({page, visit}) => {
  await visit('reports');
  const flow = page.getByRole('figure').filter({has: page.getByRole('heading', {name: 'Flow between stages'})});
  await flow.getByRole('button', {name: 'Show as a table'}).click();
  const row = flow.getByRole('row').filter({hasText: 'Onboarding'}).first();
  await row.waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    flow.getByRole('button', {name: 'Export (CSV)'}).click(),
  ]);
  const lines = readFileSync(await download.path(), 'utf8').split('\r\n');
  assert.equal(lines[0], '\ufeffFrom,To,Moves');
  assert.ok(lines.some((line) => /Onboarding,\d+$/.test(line)));
});

at.test('the address holds what is asked, and another lifecycle is another report', async ({page, visit}) => {
  await visit('reports?every=week');
  await page.getByRole('button', {name: /Lifecycle/}).first().click();
  await page.getByRole('option', {name: 'RFM segment'}).click();
  await page.waitForURL(/lifecycle=rfm_segment/);
  assert.match(page.url(), /every=week/);
});

// What is too faint: words below 4.5 : 1 against what is behind them, marks (bars, nodes, areas) below 3 : 1.
const faint = (page: import('playwright-core').Page) =>
  page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true}) as CanvasRenderingContext2D;
    const light = (colour: string) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: string, other: string) => {
      const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b);
      return (bright + 0.05) / (dark + 0.05);
    };
    return [...document.querySelectorAll('figure')].flatMap((figure) => {
      const behind = getComputedStyle(figure).backgroundColor;
      const words = [...figure.querySelectorAll('svg text, svg tspan')].map((text) => [getComputedStyle(text).fill, 4.5, text.textContent] as const);
      const marks = [...figure.querySelectorAll('svg rect, svg path')]
        .filter((mark) => mark.closest('[data-hue]') && getComputedStyle(mark).fill !== 'none')
        .map((mark) => [getComputedStyle(mark).fill, 3, mark.tagName] as const);
      const bars = [...figure.querySelectorAll('li [style]')].map((bar) => [getComputedStyle(bar).backgroundColor, 3, 'bar'] as const);
      return [...words, ...marks, ...bars]
        .filter(([colour, least]) => contrast(colour, behind) < least)
        .map(([colour, , what]) => `${what}: ${colour} on ${behind}`);
    });
  });

for (const language of ['en', 'he'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    at.test(
      `charts are read on the screen and on paper, ${language}, ${theme}`,
      async ({page, visit}) => {
        await visit('reports');
        await page.getByRole('figure').nth(5).waitFor();
        assert.deepEqual(await faint(page), [], 'on the screen');
        await page.emulateMedia({media: 'print'});
        await page.waitForTimeout(300);
        await page.setViewportSize({width: 718, height: 1000}); // a sheet of A4 between its margins
        assert.deepEqual(await faint(page), [], 'on paper');
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), 'light', 'paper is white');
        assert.equal(await page.locator('figure button:visible, nav:visible').count(), 0, 'nothing to press');
        const beyond = await page.evaluate(() =>
          [...document.querySelectorAll('figure, figure svg, figure table')].filter((part) => {
            const {left, right} = part.getBoundingClientRect();
            return left < -1 || right > innerWidth + 1;
          }).length,
        );
        assert.equal(beyond, 0, 'nothing is cut off');
        await page.evaluate(() => scrollTo(0, 0));
        await page.screenshot({path: `${screens}/reports-${language}-${theme}-print.png`, fullPage: true});
      },
      {language, theme},
    );
  }
}
