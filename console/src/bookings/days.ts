import { parseAbsolute, parseDate, toTime, toZoned, today, Time } from '@internationalized/date';

/** A day of a calendar, as 2026-11-23. */
export type Day = string;

export const todayIn = (zone: string): Day => today(zone).toString();

export const addDays = (day: Day, days: number): Day => parseDate(day).add({ days }).toString();

export const daysBetween = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export const daysFrom = (first: Day, count: number): Day[] => Array.from({ length: count }, (_, index) => addDays(first, index));

/** Noon of a day in UTC, some days from it. */
export const siteNoon = (day: Day, days: number): string => `${addDays(day, days)}T12:00:00Z`;

/** An hour of a day by the clocks of a place, as an instant. */
export const instantOf = (day: Day, hour: number, zone: string): string => toZoned(parseDate(day), zone).set({ hour }).toAbsoluteString();

/** The same hour of the clocks of that place, some days later: also where summer time begins or ends between. */
export function shifted(instant: string, days: number, zone: string): string {
  const at = parseAbsolute(new Date(instant).toISOString(), zone);
  const { hour, minute } = toTime(at);
  return at.add({ days }).set(new Time(hour, minute)).toAbsoluteString();
}

/** How many days after the beginning of a day the clocks of the place show this: the API tells times of stays by those clocks. */
export const placeOf = (localTime: string, first: Day): number =>
  daysBetween(first, localTime.slice(0, 10)) + (Number(localTime.slice(11, 13)) * 60 + Number(localTime.slice(14, 16))) / 1440;
