// Numbers, money and time as the reader writes them. Money and other decimals arrive as text and are
// never turned into binary floating point: Intl formats decimal strings exactly.
import {createContext, useContext} from 'react';
import {useText} from './language.tsx';
import type {Language} from './message.ts';

const locale = (language: Language) => (language === 'he' ? 'he-IL' : 'en-GB');

export interface Formats {
  tag: string; // of the locale
  number(value: number | string): string;
  compact(value: number | string): string;
  money(value: string | number, currency?: string | null): string;
  percent(share: number): string;
  bytes(count: number): string;
  date(value: string | Date): string; // a day as it is; the day of an instant by the zone's clock
  instant(value: string | Date): string;
  ago(value: string | Date, now: Date): string;
}

export function makeFormats(language: Language, timeZone?: string): Formats {
  const tag = locale(language);
  const make = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options);
  const number = make({maximumFractionDigits: 6});
  const compact = make({notation: 'compact', maximumFractionDigits: 1});
  const percent = make({style: 'percent', maximumFractionDigits: 0});
  const size = (unit: string) => make({style: 'unit', unit, maximumFractionDigits: 1});
  const [kilobytes, megabytes] = [size('kilobyte'), size('megabyte')];
  const day = new Intl.DateTimeFormat(tag, {dateStyle: 'medium', timeZone: 'UTC'});
  const dayOf = new Intl.DateTimeFormat(tag, {dateStyle: 'medium', timeZone});
  const instant = new Intl.DateTimeFormat(tag, {dateStyle: 'medium', timeStyle: 'short', timeZone});
  const relative = new Intl.RelativeTimeFormat(tag, {numeric: 'auto'});
  const monies = new Map<string, Intl.NumberFormat>();
  const moneyIn = (currency: string) => {
    const format =
      monies.get(currency) ??
      make(
        currency
          ? {style: 'currency', currency}
          : {minimumFractionDigits: 2, maximumFractionDigits: 2},
      );
    monies.set(currency, format);
    return format;
  };
  const exact = (value: number | string) => value as Intl.StringNumericLiteral;
  return {
    tag,
    number: (value) => number.format(exact(value)),
    compact: (value) => compact.format(exact(value)),
    percent: (share) => percent.format(share),
    bytes: (count) =>
      count < 1e6 ? kilobytes.format(Math.ceil(count / 1e3)) : megabytes.format(count / 1e6),
    money: (value, currency) => moneyIn(currency ?? '').format(exact(value)),
    date: (value) => (isDay(value) ? day : dayOf).format(new Date(value)),
    instant: (value) => instant.format(new Date(value)),
    ago(value, now) {
      const seconds = (new Date(value).getTime() - now.getTime()) / 1000;
      const [size, unit] = steps.find(([limit]) => Math.abs(seconds) >= limit) ?? [1, 'second'];
      return relative.format(Math.round(seconds / size), unit);
    },
  };
}

const isDay = (value: string | Date) => typeof value === 'string' && value.length === 10;

const steps: [number, Intl.RelativeTimeFormatUnit][] = [
  [365 * 86400, 'year'],
  [30 * 86400, 'month'],
  [7 * 86400, 'week'],
  [86400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

// A format costs more than a hundred uses of it, and every card of a board writes a few: they are made once.
const made = new Map<string, Formats>();
export function formatsFor(language: Language, timeZone?: string): Formats {
  const key = `${language} ${timeZone}`;
  const formats = made.get(key) ?? makeFormats(language, timeZone);
  made.set(key, formats);
  return formats;
}

// The workspace's time zone (All-7): times are shown by its clock, wherever the reader sits.
export const ZoneContext = createContext<string | undefined>(undefined);

export function useFormats(timeZone?: string): Formats {
  const {language} = useText();
  const workspaces = useContext(ZoneContext);
  return formatsFor(language, timeZone ?? workspaces);
}
