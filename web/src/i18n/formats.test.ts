import {afterEach, describe, expect, it, vi} from 'vitest';
import {formatsFor, makeFormats} from './formats.ts';
import {fill} from './message.ts';

const english = makeFormats('en', 'UTC');
const hebrew = makeFormats('he', 'UTC');
// Marks of direction are for the eye.
const plain = (text: string) =>
  text.replace(/[\u200e\u200f\u2066-\u2069]/g, '').replace(/\u00a0/g, ' ');

describe('money', () => {
  it.each([
    // amount, currency, in English, in Hebrew
    ['1250.5', 'EUR', '€1,250.50', '1,250.50 €'],
    ['1250.5', 'ILS', '₪1,250.50', '1,250.50 ₪'],
    ['-80', 'GBP', '-£80.00', '-80.00 £'],
    ['1200', 'JPY', 'JP¥1,200', '1,200 ¥'],
    ['1234567.891', null, '1,234,567.89', '1,234,567.89'],
  ])('%s %s', (amount, currency, inEnglish, inHebrew) => {
    expect(plain(english.money(amount, currency))).toBe(inEnglish);
    expect(plain(hebrew.money(amount, currency))).toBe(inHebrew);
  });
  it('is written to the last digit, as no binary floating point could', () => {
    expect(english.money('9007199254740993.01')).toBe('9,007,199,254,740,993.01');
    expect(english.number('0.1234564')).toBe('0.123456');
  });
});

describe('time (All-7)', () => {
  const home = makeFormats('en', 'Asia/Jerusalem');
  it('a moment is told by the clock of the workspace', () => {
    expect(english.instant('2026-03-05T23:30:00Z')).toBe('5 Mar 2026, 23:30');
    expect(home.instant('2026-03-05T23:30:00Z')).toBe('6 Mar 2026, 01:30');
    expect(home.date('2026-03-05T23:30:00Z')).toBe('6 Mar 2026');
  });
  it('a day is a day everywhere', () => {
    expect(makeFormats('en', 'America/Los_Angeles').date('2026-03-05')).toBe('5 Mar 2026');
    expect(home.date('2026-03-05')).toBe('5 Mar 2026');
  });
  it('is told in the reader’s language', () => {
    expect(plain(hebrew.date('2026-03-05'))).toBe('5 במרץ 2026');
    expect(plain(hebrew.instant('2026-03-05T08:05:00Z'))).toBe('5 במרץ 2026, 8:05');
  });
  it.each([
    ['2026-03-05T07:00:00Z', '3 hours ago', 'לפני 3 שעות'],
    ['2026-03-04T10:00:00Z', 'yesterday', 'אתמול'],
    ['2026-03-06T10:00:00Z', 'tomorrow', 'מחר'],
  ])('%s, from where one is', (then, inEnglish, inHebrew) => {
    const now = new Date('2026-03-05T10:00:00Z');
    expect(english.ago(then, now)).toBe(inEnglish);
    expect(plain(hebrew.ago(then, now))).toBe(inHebrew);
  });
});

afterEach(() => vi.restoreAllMocks());

it('U1 what a thousand cards write makes no format anew', () => {
  const write = (card: number) => {
    const formats = formatsFor('en', 'UTC');
    const now = new Date();
    return [
      formats.ago(now, now),
      formats.compact(card),
      formats.money(card, 'EUR'),
      formats.money(card),
      fill(['Move ', [0, 'name'], ' to ', [1, 'count']], 'en', {name: 'Dana', count: card}),
    ].join(' ');
  };
  const first = write(12);
  const kinds = ['NumberFormat', 'PluralRules', 'DateTimeFormat', 'RelativeTimeFormat'] as const;
  const made = kinds.map((kind) => vi.spyOn(Intl, kind));
  for (let card = 0; card < 1000; ++card) write(card);
  expect(made.map((spy) => spy.mock.calls.length)).toEqual([0, 0, 0, 0]);
  expect(write(12)).toBe(first);
  expect(first).toBe('now 12 €12.00 12.00 Move \u2068Dana\u2069 to 12');
});
