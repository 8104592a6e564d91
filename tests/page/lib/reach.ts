// Can all of it be reached in a small window: is anything wider than it, cut off, or covered by something else?
import type {Page} from 'playwright-core';

// Runs in the page: one sentence for each control that cannot be seen and pressed.
function outOfReach(): string[] {
  const faults: string[] = [];
  const page = document.scrollingElement ?? document.documentElement;
  if (page.scrollWidth > innerWidth) faults.push(`the page is ${page.scrollWidth - innerWidth} px wider than the window`);
  if (page.scrollHeight > innerHeight) faults.push(`the window scrolls by ${page.scrollHeight - innerHeight} px beside the content`);
  const isShown = (element: Element) =>
    element.getClientRects().length > 0 &&
    element.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
    !element.closest('[inert], [aria-hidden=true], .visually-hidden, .no-print [hidden]');
  const nameOf = (element: Element) =>
    `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? (element as HTMLElement).innerText ?? '').trim().slice(0, 40)}"`;
  const overlays = [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')].filter((one) => isShown(one) && !one.closest('[role=region]'));
  const top = overlays.at(-1) ?? document.body;
  const controls = [...top.querySelectorAll('button, a[href], input, textarea, select, summary, [role=tab], [role^=menuitem], [role=button]')];
  for (const control of controls) {
    if (!isShown(control)) continue;
    // What is hidden in its label is pressed by it, and what only who tabs there sees.
    const element = control.matches('input') && control.closest('label') ? (control.closest('label') as Element) : control;
    const small = element.getBoundingClientRect();
    // For screen readers alone.
    if (small.width < 2 || small.height < 2 || element.parentElement?.clientHeight === 1) continue;
    if (element.matches('a[href^="#"]')) (element as HTMLElement).focus(); // is seen by who tabs there
    element.scrollIntoView({block: 'center', inline: 'center'});
    const box = element.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) {
      if (box.width <= innerWidth) faults.push(`${nameOf(element)} is cut off at the side`);
      else faults.push(`${nameOf(element)} is wider than the window`);
      continue;
    }
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const {overflowX, overflowY} = getComputedStyle(up);
      const clip = up.getBoundingClientRect();
      if (/hidden|clip/.test(overflowX) && (box.left < clip.left - 2 || box.right > clip.right + 2)) faults.push(`${nameOf(element)} is cut off by ${up.className}`);
      else if (/hidden|clip/.test(overflowY) && (box.top < clip.top - 2 || box.bottom > clip.bottom + 2)) faults.push(`${nameOf(element)} is cut off by ${up.className}`);
      else continue;
      break;
    }
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1);
    const hit = document.elementFromPoint(x, y);
    const isIt = hit && (element.contains(hit) || hit.contains(element) && top.contains(hit) || hit.closest('label')?.contains(element));
    if (element === document.activeElement) (element as HTMLElement).blur();
    if (!isIt) faults.push(`${nameOf(element)} lies behind ${hit ? nameOf(hit) : 'nothing'} (${hit?.className})`);
  }
  return [...new Set(faults)];
}

export const notReached = (page: Page) => page.evaluate(outOfReach);
