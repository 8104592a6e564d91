// Somebody who has no mouse: goes from one thing to the next, always sees where they are, and is never thrown back to
// the beginning of the page.
import assert from 'node:assert/strict';
import type {Locator, Page} from 'playwright-core';

// Runs in the page: where the keyboard is, and whether that is to be seen.
function focus(): {name: string; isLost: boolean; isSeen: boolean} {
  const here = document.activeElement as HTMLElement | null;
  if (!here || here === document.body) return {name: 'nowhere', isLost: true, isSeen: false};
  const lit = (element: Element) => {
    const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1 && !/, 0\)$|transparent/.test(outlineColor);
  };
  // A box may stand for its field, a switch for what is hidden in it, a rectangle for a group of shapes.
  const around: Element[] = [here];
  for (let up = here.parentElement; up && around.length < 4; up = up.parentElement) around.push(up);
  const label = here.closest('label');
  const isSeen =
    around.some(lit) ||
    (label !== null && [...label.querySelectorAll('*')].some(lit)) ||
    (here instanceof SVGElement && [...here.querySelectorAll('rect')].some((rect) => getComputedStyle(rect).strokeWidth !== '1px'));
  const name = here.getAttribute('aria-label') ?? (here.innerText || here.textContent || here.id);
  return {name: `${here.tagName.toLowerCase()} ${name.replace(/\s+/g, ' ').trim().slice(0, 60)}`, isLost: false, isSeen};
}

export const keysOf = (page: Page) => {
  const here = () => page.evaluate(focus);
  const isOn = (target: Locator) =>
    target.evaluateAll((elements) => elements.some((element) => element === document.activeElement || element.contains(document.activeElement)));
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  // Tab after Tab, until it is there. What is passed on the way must be seen as well.
  const go = async (target: Locator, key = 'Tab', most = 90) => {
    const passed: string[] = [];
    await target.first().waitFor();
    for (let turn = 0; turn <= most; ++turn) {
      if (await isOn(target)) return;
      await page.keyboard.press(key);
      const {name, isLost, isSeen} = await here();
      passed.push(name);
      assert.ok(isLost || isSeen, `the focus is on ${name} and cannot be seen`);
    }
    assert.fail(`${target} is not reached by ${key}: ${passed.join(' | ')}`);
  };
  // Row after row.
  const down = async (row: Locator, most = 40) => {
    for (let turn = 0; turn < most && !(await isOn(row)); ++turn) await press('ArrowDown');
    assert.ok(await isOn(row), `${row} is not reached`);
  };
  // Goes there and presses it.
  const enter = async (target: Locator, key = 'Tab') => {
    await go(target, key);
    await page.keyboard.press('Enter');
  };
  // Somewhere, after what was done.
  const isKept = async (after: string) => {
    await page.waitForFunction(() => document.activeElement !== document.body, undefined, {timeout: 3_000}).catch(() => {
      assert.fail(`the focus is lost after ${after}`);
    });
  };
  // A dialog takes the focus in, and gives it back to what opened it.
  const closes = async (opener: Locator, dialog = page.getByRole('dialog')) => {
    await dialog.waitFor();
    await page.waitForFunction(() => document.activeElement?.closest('[role=dialog], [role=alertdialog]')).catch(() => assert.fail('the dialog has not the focus'));
    await page.keyboard.press('Escape');
    await dialog.waitFor({state: 'detached'});
    for (let turn = 0; turn < 50 && !(await isOn(opener)); ++turn) await page.waitForTimeout(20);
    assert.ok(await isOn(opener), `${opener} has not the focus again, but ${(await here()).name}`);
  };
  return {press, go, down, enter, isKept, closes, isOn, here, type: (text: string) => page.keyboard.type(text)};
};
