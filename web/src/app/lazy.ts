// A part of the page that comes when it is wanted. Without a line to the server it comes when the line is back; where
// the server has another page by now, and this part no more, that page is begun.
import {type ComponentType, lazy as whenWanted} from 'react';
import {lineHolds, waitForLine} from './line.ts';

const answers = () =>
  fetch('/livez').then(
    () => true,
    () => false,
  );

const begun = 'tenure.begun-again'; // when: once in a while, not again and again
function beginAgain(): boolean {
  const before = Number(sessionStorage.getItem(begun) ?? 0);
  if (Date.now() - before < 60_000) return false;
  sessionStorage.setItem(begun, String(Date.now()));
  location.reload();
  return true;
}

async function fetched<T>(load: () => Promise<T>): Promise<T> {
  for (let answered = false; ; ) {
    try {
      return await load();
    } catch (error) {
      if (await answers()) {
        lineHolds();
        if (!answered) answered = true;
        else if (beginAgain()) return new Promise(() => {});
        else throw error;
      } else {
        await waitForLine();
      }
    }
  }
}

// biome-ignore lint/suspicious/noExplicitAny: as React has it
export function lazy<T extends ComponentType<any>>(load: () => Promise<{default: T}>) {
  return whenWanted(() => fetched(load));
}
