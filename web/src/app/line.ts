// The line to the server: whether it holds, and whether somebody waits for an answer longer than people like to. What
// could not be sent waits here until the line is back.
import {useSyncExternalStore} from 'react';

export type Line = 'open' | 'slow' | 'lost';

const slowAfter = 3_000; // ms; until then a button or a skeleton says enough
const waits = [1_000, 2_000, 4_000, 8_000]; // ms between two attempts; the last one for ever

let isLost = false;
let slow = 0; // requests that take long
let attempts = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
const sleepers = new Set<() => void>();
const watchers = new Set<() => void>();

const tell = () => {
  for (const watcher of watchers) watcher();
};

// An answer came, whichever it was.
export function lineHolds() {
  attempts = 0;
  clearTimeout(timer);
  timer = undefined;
  if (!isLost) return;
  isLost = false;
  tell();
  tryAgain(); // who still sleeps need not
}

export function lineIsLost() {
  if (isLost) return;
  isLost = true;
  tell();
}

// Everybody who waits sends again now.
export function tryAgain() {
  clearTimeout(timer);
  timer = undefined;
  const woken = [...sleepers];
  sleepers.clear();
  for (const wake of woken) wake();
}

// Until it is worth to send again; rejects when `signal` says that nobody wants it any more.
export function waitForLine(signal?: AbortSignal | null): Promise<void> {
  lineIsLost();
  timer ??= setTimeout(tryAgain, waits[Math.min(attempts++, waits.length - 1)]);
  return new Promise((resolve, reject) => {
    const stop = () => {
      sleepers.delete(wake);
      reject(signal?.reason);
    };
    const wake = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    if (signal?.aborted) return stop();
    sleepers.add(wake);
    signal?.addEventListener('abort', stop, {once: true});
  });
}

// Says so when this takes long.
export async function watched<T>(work: Promise<T>): Promise<T> {
  let counted = false;
  const late = setTimeout(() => {
    counted = true;
    slow += 1;
    tell();
  }, slowAfter);
  try {
    return await work;
  } finally {
    clearTimeout(late);
    if (counted) {
      slow -= 1;
      tell();
    }
  }
}

// The browser knows at once when the machine is off the net.
if (typeof window !== 'undefined') {
  window.addEventListener('offline', lineIsLost);
  window.addEventListener('online', () => {
    if (sleepers.size > 0) tryAgain();
    else lineHolds();
  });
}

const state = (): Line => (isLost ? 'lost' : slow > 0 ? 'slow' : 'open');
export function useLine(): Line {
  return useSyncExternalStore((changed) => {
    watchers.add(changed);
    return () => watchers.delete(changed);
  }, state);
}
