import type { Reservation, ReservedUnit } from './bookingQueries';
import { placeOf, type Day } from './days';

/** A stay in one room, as the calendar draws it: places are days from the first one, with parts of a day. */
export interface Bar {
  stay: Reservation;
  unit: ReservedUnit;
  from: number;
  to: number;
  /** The first and the last day that it stands for to the keyboard: those of its nights. */
  first: number;
  last: number;
  /** Of the days that it has, none is anybody else's. */
  takes: boolean;
  lane: number;
}

export type Stop = { kind: 'bar'; bar: Bar; col: number; span: number } | { kind: 'cell'; col: number; span: 1 };

const free = new Set(['cancelled', 'refused']);

/** The stays of a room in these days, one above the other where they overlap. */
export function barsOf(stays: Reservation[], unitId: string, first: Day, days: number): Bar[] {
  const bars = stays
    .flatMap((stay) => stay.units.filter(({ id }) => id === unitId).map((unit) => barOf(stay, unit, first)))
    .filter(({ from, to }) => to > 0 && from < days)
    .sort((one, other) => one.from - other.from || one.to - other.to);
  const ends: number[] = [];
  for (const bar of bars) {
    const lane = ends.findIndex((end) => end <= bar.from);
    bar.lane = lane < 0 ? ends.length : lane;
    ends[bar.lane] = bar.to;
  }

  return bars;
}

function barOf(stay: Reservation, unit: ReservedUnit, day: Day): Bar {
  const from = placeOf(unit.startsAt, day);
  const to = placeOf(unit.endsAt, day);
  const last = Math.max(Math.floor(from), Math.floor(to) - 1);
  // One that left this morning still stands there; its day can be booked.
  return { stay, unit, from, to, first: Math.max(0, Math.floor(from)), last: Math.max(0, last), takes: !free.has(stay.state) && last >= 0 && !unit.checkedOutAt, lane: 0 };
}

/** What arrow keys stop at in the row of a room, from left to right: each stay once, and each day that can be booked. */
export function stopsOf(bars: Bar[], days: number): Stop[] {
  const stops: Stop[] = [];
  for (let col = 0; col < days; col++) {
    for (const bar of bars.filter((one) => one.first === col)) stops.push({ kind: 'bar', bar, col, span: Math.min(bar.last, days - 1) - col + 1 });
    if (!bars.some((bar) => bar.takes && bar.first <= col && col <= bar.last)) stops.push({ kind: 'cell', col, span: 1 });
  }

  return stops;
}

export const lanesOf = (bars: Bar[]) => Math.max(1, ...bars.map(({ lane }) => lane + 1));

/** The stop of a row that stands where a day is. */
export const stopAt = (stops: Stop[], col: number): Stop | undefined => stops.find((stop) => stop.col <= col && col < stop.col + stop.span) ?? stops.at(-1);
