// The allocation wizard acts on what a search finds, less what was taken off its list (HY-28).
import type {Selection} from 'react-aria-components/Table';

// What is ticked: everything that was loaded and not taken off.
export const tickedOf = (loaded: string[], off: ReadonlySet<string>): Set<string> =>
  new Set(loaded.filter((key) => !off.has(key)));

// What is off the list once these are ticked; what was not loaded keeps its place.
export function offAfter(
  ticked: Selection,
  loaded: string[],
  off: ReadonlySet<string>,
): Set<string> {
  if (ticked === 'all') return new Set();
  const known = new Set(loaded);
  return new Set([
    ...[...off].filter((key) => !known.has(key)),
    ...loaded.filter((key) => !ticked.has(key)),
  ]);
}
