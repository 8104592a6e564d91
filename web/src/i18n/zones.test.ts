import {describe, expect, it} from 'vitest';
import {dayBegins, endOfDay} from './zones.ts';

describe('a day by the clock of a zone (All-7)', () => {
  it.each([
    ['2026-01-15', 'UTC', '2026-01-15T00:00:00.000Z'],
    ['2026-01-15', 'Asia/Jerusalem', '2026-01-14T22:00:00.000Z'],
    ['2026-07-15', 'Asia/Jerusalem', '2026-07-14T21:00:00.000Z'],
    ['2026-03-27', 'Asia/Jerusalem', '2026-03-26T22:00:00.000Z'], // the clocks go forward that night
    ['2026-03-28', 'Asia/Jerusalem', '2026-03-27T21:00:00.000Z'],
    ['2026-10-25', 'Asia/Jerusalem', '2026-10-24T21:00:00.000Z'], // and back
    ['2026-10-26', 'Asia/Jerusalem', '2026-10-25T22:00:00.000Z'],
    ['2026-06-01', 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
    ['2026-06-01', 'America/Los_Angeles', '2026-06-01T07:00:00.000Z'],
  ])('%s in %s begins at %s', (day, zone, instant) => {
    expect(new Date(dayBegins(day, zone)).toISOString()).toBe(instant);
  });
  it('ends a moment before the next', () => {
    expect(endOfDay('2026-01-15', 'Asia/Jerusalem')).toBe('2026-01-15T21:59:59.999Z');
  });
  it('does not reach into what is still to come', () => {
    expect(new Date(endOfDay('2199-01-01', 'UTC')).getTime()).toBeLessThanOrEqual(Date.now());
  });
});
