// Looks at the gallery with a real browser: a picture of every part in both languages and both themes
// in shots/, and what axe (WCAG 2.2 AA) and the console have to say. Status 1 when they say anything.
// 77 when there is no browser.   node scripts/shots.ts [part…]      CHROMIUM=/usr/bin/chromium-headless-shell
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium, type Page} from 'playwright-core';
import {build, preview} from 'vite';

const parts: [name: string, query: string, width?: number, height?: number][] = [
  ['components', 'show=components', 1200],
  ['components-narrow', 'show=components', 400],
  ['charts', 'show=charts', 1200],
  ['charts-narrow', 'show=charts', 400],
  ['shell', 'show=shell'],
  ['shell-narrow', 'show=shell', 400, 800],
  ['overlays', 'show=overlays'],
  ...['dialog', 'confirm', 'drawer', 'palette', 'toasts'].map((open): [string, string] => [
    open,
    `show=overlays&open=${open}`,
  ]),
];
const program = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
if (!existsSync(program)) {
  console.error(`There is no ${program} to look with.`);
  process.exit(77);
}
const wanted = process.argv.slice(2);
const folder = new URL('../shots/', import.meta.url).pathname;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(folder, {recursive: true});

// Built and served as the page is, under the same policy.
const outDir = mkdtempSync(join(tmpdir(), 'tenure-gallery-'));
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'";
await build({
  logLevel: 'error',
  build: {outDir, emptyOutDir: true, rolldownOptions: {input: 'gallery.html'}},
});
const server = await preview({
  build: {outDir},
  preview: {port: 0, host: '127.0.0.1', headers: {'Content-Security-Policy': policy}},
  logLevel: 'error',
});
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({
  executablePath: program,
  args: ['--no-sandbox', '--force-color-profile=srgb'],
});
let faults = 0;

async function look(page: Page, name: string) {
  await page.waitForSelector('h1, [role=dialog], [role=alertdialog]');
  await page.waitForTimeout(150);
  await page.screenshot({path: `${folder}${name}.png`, fullPage: true});
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: axe puts itself into the page
    const result = await (window as any).axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(
      (v: {id: string; help: string; nodes: {target: string[]; failureSummary: string}[]}) =>
        `${v.id}: ${v.help}\n${v.nodes
          .slice(0, 4)
          .map(
            (node) =>
              `      ${node.target.join(' ')}\n        ${node.failureSummary.split('\n').slice(1).join(' ')}`,
          )
          .join('\n')}`,
    );
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) found.push(`the page is ${wide} px wider than the window`);
  for (const fault of found) console.error(`${name}: ${fault}`);
  faults += found.length;
}

for (const [name, query, width = 1200, height = 800] of parts) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const language of ['en', 'he']) {
    for (const theme of ['light', 'dark']) {
      const page = await browser.newPage({viewport: {width, height}, reducedMotion: 'reduce'});
      const full = `${name}-${language}-${theme}`;
      page.on('console', (message) => {
        if (message.type() !== 'error' && message.type() !== 'warning') return;
        console.error(`${full}: console: ${message.text()}`);
        faults += 1;
      });
      page.on('pageerror', (error) => {
        console.error(`${full}: ${error}`);
        faults += 1;
      });
      await page.goto(`${address}gallery.html?${query}&language=${language}&theme=${theme}`);
      await look(page, full);
      await page.close();
    }
  }
}
await browser.close();
await server.close();
rmSync(outDir, {recursive: true});
console.log(faults === 0 ? 'Nothing to complain about.' : `${faults} faults.`);
process.exit(faults === 0 ? 0 : 1);
