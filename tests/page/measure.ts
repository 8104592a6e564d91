// How quick the board is, in figures; no test.
//   TENURE=…/tenure node measure.ts           ten thousand customers of prospectsoft
//   TENURE=…/tenure node measure.ts STORE     a store of that pack that has no owner yet (bench/load keeps one); it is written to
// Five times: from the address to the first card, with nothing in the browser and once more, and to the counts with their
// values. Then one card is carried across the columns for three seconds, with the mouse moving at every frame: the frames
// drawn a second, and the longest wait between two.
import type {Page} from 'playwright-core';
import {startAt, startServer} from '../clients/lib/server.ts';
import {open, quit} from './lib/browser.ts';

const [store] = process.argv.slice(2);
const server = store ? await startAt(store) : await startServer('prospectsoft', true);
const cookies = server.headers.Cookie?.split('; ').map((pair) => {
  const at = pair.indexOf('=');
  return {name: pair.slice(0, at), value: pair.slice(at + 1)};
});
const middle = (all: number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const told = (what: string, all: number[]) =>
  console.log(`${what}: ${Math.round(middle(all))} ms (${all.map((one) => Math.round(one)).join(', ')})`);

async function look(page: Page): Promise<[number, number]> {
  const begin = performance.now();
  await page.goto('/app/default/board', {waitUntil: 'commit'});
  await page.locator('main [role=row]').first().waitFor();
  const first = performance.now() - begin;
  await page.getByRole('region').locator('header').getByText(/^[\d,]+$/).first().waitFor();
  return [first, performance.now() - begin];
}

interface Frames {
  times: number[];
  stop: boolean;
}
declare global {
  var drawn: Frames;
}

async function carry(page: Page, milliseconds: number) {
  const grip = page.locator('main [role=row]').first();
  const from = await grip.boundingBox();
  if (!from) throw new Error('no card in view');
  await page.mouse.move(from.x + 40, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 30, {steps: 4});
  await page.locator('[data-dragging]').first().waitFor();
  await page.evaluate(() => {
    globalThis.drawn = {times: [], stop: false};
    const tick = (time: number) => {
      drawn.times.push(time);
      if (!drawn.stop) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const until = performance.now() + milliseconds;
  let moves = 0;
  for (; performance.now() < until; ++moves) {
    const round = (moves % 120) / 120;
    await page.mouse.move(from.x + 40 + 900 * Math.abs(1 - 2 * round), from.y + 60 + 300 * round);
  }
  const times = await page.evaluate(() => {
    drawn.stop = true;
    return drawn.times;
  });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  console.log(
    `carrying: ${(waits.length / seconds).toFixed(1)} frames a second over ${seconds.toFixed(1)} s and ${moves} moves of the mouse; ` +
      `half under ${middle(waits).toFixed(1)} ms, longest ${Math.max(...waits).toFixed(1)} ms, ${waits.filter((wait) => wait > 20.5).length} over 20 ms`,
  );
}

try {
  const firsts: number[] = [];
  const counts: number[] = [];
  const again: number[] = [];
  for (let turn = 0; turn < 5; ++turn) {
    const {page, close} = await open(server.address, {cookies});
    const [first, all] = await look(page);
    firsts.push(first);
    counts.push(all);
    again.push((await look(page))[0]);
    if (turn === 4) {
      await page.waitForTimeout(1_000);
      await carry(page, 3_000);
    }
    await close();
  }
  told('first card, a new browser each time', firsts);
  told('the same, opened again', again);
  told('counts', counts);
} finally {
  await quit();
  await server.stop();
}
