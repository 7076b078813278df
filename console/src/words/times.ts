import type { Words } from '.';

const made = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, zone, options]);
  let format = made.get(key);
  if (!format) made.set(key, (format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })));
  return format;
}

export type TimeStyle = 'full' | 'short' | 'clock' | 'day' | 'date' | 'clockZone';

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  // The zone's abbreviation tells the two hours apart that the end of summer time repeats.
  full: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  short: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  clockZone: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  day: { weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' },
};

export const timeText = (at: string | Date, style: TimeStyle, locale: string, zone?: string) => formatOf(locale, zone, styles[style]).format(new Date(at));

/** The calendar day of an instant in a zone, as 2026-11-23. */
export const dayOf = (at: string | Date, zone?: string) => formatOf('sv-SE', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));

export function dayTitle(at: string | Date, zone: string | undefined, locale: string, words: Words, now = new Date()): string {
  const day = dayOf(at, zone);
  const named = timeText(at, 'day', locale, zone);
  if (day === dayOf(now, zone)) return `${words.times.today}, ${named}`;
  if (day === dayOf(yesterdayOf(now, zone), zone)) return `${words.times.yesterday}, ${named}`;
  return named;
}

/** Some instant of the day before, whether that day had 23, 24 or 25 hours. */
function yesterdayOf(now: Date, zone: string | undefined): Date {
  const today = dayOf(now, zone);
  let before = now;
  while (dayOf(before, zone) === today) before = new Date(before.getTime() - 3_600_000);
  return before;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** "3 min ago"; anything older than a week is better told by its date. */
export function agoText(at: string | Date, locale: string, words: Words, now = Date.now()): string {
  const seconds = Math.round((now - new Date(at).getTime()) / 1000);
  const ahead = seconds < 0 ? -1 : 1;
  const size = Math.abs(seconds);
  if (size < 45) return words.times.justNow;
  const format = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' });
  if (size < hour) return format.format(-ahead * Math.max(1, Math.round(size / minute)), 'minute');
  if (size < day) return format.format(-ahead * Math.round(size / hour), 'hour');
  return format.format(-ahead * Math.round(size / day), 'day');
}

/** A length in the largest unit that fits. */
export function lengthText(seconds: number, words: Words): string {
  if (seconds < 2 * minute) return words.times.seconds(Math.round(seconds));
  if (seconds < 2 * hour) return words.times.minutes(Math.round(seconds / minute));
  if (seconds < 2 * day) return words.times.hours(Math.round(seconds / hour));
  return words.times.days(Math.round(seconds / day));
}

export const zoneOfViewer = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
