// Days by the clock of a time zone, with what the browser knows of zones and no library of calendars.
const formats = new Map<string, Intl.DateTimeFormat>();

function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const part = Object.fromEntries(
    format.formatToParts(instant).map(({type, value}) => [type, Number(value)]),
  ) as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  return local - Math.floor(instant / 1000) * 1000;
}

// When a day begins there, in milliseconds.
export function dayBegins(day: string, timeZone: string): number {
  const local = Date.parse(`${day}T00:00:00Z`);
  const guess = local - offsetAt(local, timeZone);
  return local - offsetAt(guess, timeZone);
}

// The last moment of a day by the workspace's clock; never one that is still to come.
export function endOfDay(day: string, timeZone: string): string {
  const after = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return new Date(Math.min(dayBegins(after, timeZone) - 1, Date.now())).toISOString();
}
