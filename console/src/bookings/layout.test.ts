import { describe, expect, it } from 'vitest';
import type { Reservation } from './bookingQueries';
import { instantOf, placeOf, shifted } from './days';
import { barsOf, lanesOf, stopAt, stopsOf } from './layout';

const stay = (startsAt: string, endsAt: string, state = 'booked') => ({ id: startsAt, state, units: [{ id: 'room', startsAt, endsAt }] }) as unknown as Reservation;
const first = '2026-11-23';

describe('the calendar', () => {
  it('draws a stay from its hour to its hour, and gives it the days of its nights', () => {
    const [bar] = barsOf([stay('2026-11-24T15:00:00+00:00', '2026-11-26T11:00:00+00:00')], 'room', first, 7);
    expect([bar!.from, bar!.to]).toEqual([1 + 15 / 24, 3 + 11 / 24]);
    expect([bar!.first, bar!.last]).toEqual([1, 2]);
  });

  it('lets the day of a departure be booked', () => {
    const bars = barsOf([stay('2026-11-24T15:00:00+00:00', '2026-11-26T11:00:00+00:00')], 'room', first, 5);
    expect(stopsOf(bars, 5).map(({ kind, col }) => `${kind} ${col}`)).toEqual(['cell 0', 'bar 1', 'cell 3', 'cell 4']);
  });

  it('keeps what began before and what only leaves today', () => {
    const bars = barsOf([stay('2026-11-20T15:00:00+00:00', '2026-11-23T11:00:00+00:00'), stay('2026-11-23T15:00:00+00:00', '2026-12-30T11:00:00+00:00')], 'room', first, 3);
    expect(bars.map(({ lane }) => lane)).toEqual([0, 0]);
    expect(stopsOf(bars, 3).map(({ kind, col, span }) => `${kind} ${col} ${span}`)).toEqual(['bar 0 1', 'bar 0 3']);
  });

  it('puts what was cancelled above what took its room', () => {
    const same = ['2026-11-24T15:00:00+00:00', '2026-11-25T11:00:00+00:00'] as const;
    const bars = barsOf([stay(...same, 'cancelled'), stay(...same)], 'room', first, 7);
    expect(lanesOf(bars)).toBe(2);
  });

  it('finds where the same day is in another row', () => {
    const bars = barsOf([stay('2026-11-24T15:00:00+00:00', '2026-11-27T11:00:00+00:00')], 'room', first, 7);
    expect(stopAt(stopsOf(bars, 7), 2)!.kind).toBe('bar');
  });

  it('keeps the hour of the clocks where summer time ends between', () => {
    const before = instantOf('2026-10-24', 15, 'Europe/London');
    expect(before).toBe('2026-10-24T14:00:00.000Z');
    expect(shifted(before, 1, 'Europe/London')).toBe('2026-10-25T15:00:00.000Z');
    expect(placeOf('2026-10-25T15:00:00+00:00', '2026-10-24')).toBe(1 + 15 / 24);
  });
});
