import {afterEach, expect, it, vi} from 'vitest';
import {soon} from './callback_time.tsx';

afterEach(() => vi.useRealTimers());

it('All-7 tomorrow at nine is nine by the workspace’s clock, summer time or not', () => {
  vi.useFakeTimers({now: new Date('2026-03-26T20:30:10Z')}); // the clocks of Israel go forward on the 27th
  expect(soon('Asia/Jerusalem', 'hour')).toBe('2026-03-26T21:30:00.000Z');
  expect(soon('Asia/Jerusalem', 'tomorrow')).toBe('2026-03-27T06:00:00.000Z');
  expect(soon('UTC', 'week')).toBe('2026-04-02T09:00:00.000Z');
});
