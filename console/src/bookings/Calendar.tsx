import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import type { Reservation, Unit } from './bookingQueries';
import styles from './Calendar.module.css';
import { CalendarRow } from './CalendarRow';
import { daysFrom, type Day } from './days';
import { barsOf, stopAt, stopsOf, type Bar, type Stop } from './layout';
import { canMoveEnd } from './stayText';
import { useBarDrag, type Drag } from './useBarDrag';

interface Own {
  units: Unit[];
  stays: Reservation[];
  first: Day;
  days: number;
  today: Day;
  zone: string;
  mayWrite: boolean;
  onOpen: (stay: Reservation) => void;
  /** Days that are to be booked, each with its night. */
  onBook: (unit: Unit, first: Day, last: Day) => void;
  onDrop: (drag: Drag) => void;
  /** By the keyboard. */
  onMove: (bar: Bar) => void;
}

/** Rooms and days as a grid: one stop of the keyboard, in which arrow keys go from stay to stay and from day to day. */
export function Calendar({ units, stays, first, days, today, zone, mayWrite, onOpen, onBook, onDrop, onMove }: Own) {
  const { locale } = useSpeech();
  const own = useRoomWords('bookings');
  const grid = useRef<HTMLDivElement>(null);
  const all = useMemo(() => daysFrom(first, days), [first, days]);
  const rows = useMemo(
    () =>
      units.map((unit) => {
        const bars = barsOf(stays, unit.id, first, days);
        return { unit, bars, stops: stopsOf(bars, days) };
      }),
    [units, stays, first, days],
  );
  const [active, setActive] = useState<{ unitId: string; col: number; stayId?: string }>();
  const { drag, of } = useBarDrag(() => (grid.current!.querySelector<HTMLElement>('[data-track]')!.clientWidth || 1) / days, onDrop);

  const current = rows.find(({ unit }) => unit.id === active?.unitId) ?? rows[0];
  const at = current && (current.stops.find((stop) => isAt(stop, active)) ?? stopAt(current.stops, active?.col ?? 0));
  const go = (row: (typeof rows)[number] | undefined, stop: Stop | undefined) => {
    if (!row || !stop) return;
    setActive({ unitId: row.unit.id, col: stop.col, stayId: stop.kind === 'bar' ? stop.bar.stay.id : undefined });
    grid.current!.querySelector<HTMLElement>(`[data-stop="${nameOfStop(row.unit.id, stop)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!current || !at || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows.indexOf(current);
    const stop = current.stops.indexOf(at);
    const up = rows[row - 1];
    const down = rows[row + 1];
    const acts: Record<string, () => void> = {
      ArrowLeft: () => go(current, current.stops[stop - 1]),
      ArrowRight: () => go(current, current.stops[stop + 1]),
      ArrowUp: () => go(up, up && stopAt(up.stops, at.col)),
      ArrowDown: () => go(down, down && stopAt(down.stops, at.col)),
      Home: () => go(current, current.stops[0]),
      End: () => go(current, current.stops.at(-1)),
      m: () => at.kind === 'bar' && mayWrite && canMoveEnd(at.bar.stay) && onMove(at.bar),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const heads = useMemo(() => all.map((day) => headOf(day, locale)), [all, locale]);
  return (
    <div className={styles.scroll}>
      {/* eslint-disable-next-line jsx-a11y/interactive-supports-focus -- what is in it has the focus: one of its cells, as in every grid */}
      <div
        ref={grid}
        role="grid"
        aria-label={own.calendar.label(heads[0]!.full, heads.at(-1)!.full)}
        aria-rowcount={rows.length + 1}
        aria-colcount={days + 1}
        aria-describedby="calendar-help"
        className={styles.grid}
        style={{ '--days': days } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={styles.head}>
          <div role="columnheader" aria-colindex={1} className={styles.corner}>
            {own.calendar.rooms}
          </div>
          <div role="presentation" className={styles.track}>
            {all.map((day, col) => (
              <div key={day} role="columnheader" aria-colindex={col + 2} aria-label={heads[col]!.full} data-today={day === today || undefined} data-weekend={heads[col]!.isWeekend || undefined} className={styles.dayHead} style={placed(col, 1, days)}>
                <span>{heads[col]!.weekday}</span>
                <b>{heads[col]!.day}</b>
              </div>
            ))}
          </div>
        </div>
        {rows.map((row, index) => (
          <CalendarRow
            key={row.unit.id}
            {...row}
            index={index}
            days={all}
            heads={heads}
            today={today}
            zone={zone}
            mayWrite={mayWrite}
            focused={row === current ? at : undefined}
            drag={drag}
            dragOf={of}
            onOpen={onOpen}
            onBook={onBook}
            onFocus={(stop) => setActive({ unitId: row.unit.id, col: stop.col, stayId: stop.kind === 'bar' ? stop.bar.stay.id : undefined })}
          />
        ))}
      </div>
      <p id="calendar-help" className={styles.help}>
        {own.calendar.help}
      </p>
    </div>
  );
}

export const nameOfStop = (unitId: string, stop: Stop) => `${unitId} ${stop.kind === 'bar' ? stop.bar.stay.id : stop.col}`;

const isAt = (stop: Stop, active?: { col: number; stayId?: string }) =>
  active !== undefined && (stop.kind === 'bar' ? stop.bar.stay.id === active.stayId : active.stayId === undefined && stop.col === active.col);

export const placed = (from: number, length: number, days: number): CSSProperties => ({ insetInlineStart: `${(from / days) * 100}%`, width: `${(length / days) * 100}%` });

export interface DayHead {
  full: string;
  weekday: string;
  day: string;
  isWeekend: boolean;
}

function headOf(day: Day, locale: string): DayHead {
  const at = new Date(`${day}T12:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at);
  return { full: timeText(at, 'day', locale, 'UTC'), weekday: part({ weekday: 'short' }), day: String(Number(day.slice(8))), isWeekend: at.getUTCDay() % 6 === 0 };
}
