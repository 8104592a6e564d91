// Which of the fields that I changed somebody else has changed too, to something else than I did.
export function conflictsOf(
  before: Record<string, unknown>,
  now: Record<string, unknown>,
  mine: Record<string, unknown>,
): string[] {
  return Object.keys(mine).filter((name) => now[name] !== before[name] && now[name] !== mine[name]);
}
