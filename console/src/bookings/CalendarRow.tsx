import { Brush, CircleAlert, Hourglass, LogIn, LogOut, TriangleAlert, Wrench } from 'lucide-react';
import { useRef, useState, type CSSProperties, type PointerEvent } from 'react';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import type { Reservation, Unit } from './bookingQueries';
import { nameOfStop, placed, type DayHead } from './Calendar';
import styles from './Calendar.module.css';
import type { Day } from './days';
import { lanesOf, type Bar, type Stop } from './layout';
import { barText, canMove, canMoveEnd, doubtOf, nameOf, spanText } from './stayText';
import type { Drag, useBarDrag } from './useBarDrag';

interface Own {
  unit: Unit;
  bars: Bar[];
  stops: Stop[];
  index: number;
  days: Day[];
  heads: DayHead[];
  today: Day;
  zone: string;
  mayWrite: boolean;
  /** Where the keyboard stops in this row. */
  focused?: Stop;
  drag?: Drag;
  dragOf: ReturnType<typeof useBarDrag>['of'];
  onOpen: (stay: Reservation) => void;
  onBook: (unit: Unit, first: Day, last: Day) => void;
  onFocus: (stop: Stop) => void;
}

const signs = { requested: Hourglass, checkedIn: LogIn, checkedOut: LogOut, maintenance: Wrench } as Record<string, typeof Wrench | undefined>;
const doubtSigns = { atRisk: TriangleAlert, notReady: CircleAlert } as const;

/** A room: who stays in it, and its free days, which are booked by a press, or by drawing over them. */
export function CalendarRow({ unit, bars, stops, index, days, heads, today, zone, mayWrite, focused, drag, dragOf, onOpen, onBook, onFocus }: Own) {
  const own = useRoomWords('bookings');
  const track = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<{ from: number; to: number }>();
  const draw = (event: PointerEvent<HTMLElement>) => {
    if (!drawn) return;
    const { left, width } = track.current!.getBoundingClientRect();
    const to = Math.min(days.length - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * days.length)));
    setDrawn({ ...drawn, to });
  };
  const drawEnd = () => {
    if (drawn && drawn.from !== drawn.to) onBook(unit, days[Math.min(drawn.from, drawn.to)]!, days[Math.max(drawn.from, drawn.to)]!);
    // The click that follows belongs to the drawing.
    setTimeout(() => setDrawn(undefined));
  };
  const now = days.indexOf(today);
  return (
    <div role="row" aria-rowindex={index + 2} className={styles.row} data-unit={unit.id} data-over={(drag?.unitId === unit.id && drag.bar.unit.id !== unit.id) || undefined} style={{ '--lanes': lanesOf(bars) } as CSSProperties}>
      <div role="rowheader" aria-colindex={1} className={styles.room}>
        <span className={styles.roomName}>{unit.name}</span>
        {!unit.isClean && (
          <span className={styles.dirty}>
            <Brush size={14} aria-hidden />
            {own.calendar.dirty}
          </span>
        )}
      </div>
      <div role="presentation" ref={track} data-track="" className={styles.track}>
        {heads.map(({ isWeekend }, col) => isWeekend && <span key={col} className={styles.weekend} style={placed(col, 1, days.length)} />)}
        {now >= 0 && <span className={styles.today} style={placed(now, 1, days.length)} />}
        {stops.map((stop) => {
          const common = { 'data-stop': nameOfStop(unit.id, stop), tabIndex: stop === focused ? 0 : -1, onFocus: () => onFocus(stop) };
          if (stop.kind === 'bar') {
            return <BarCell key={stop.bar.stay.id} bar={stop.bar} span={stop.span} days={days.length} room={unit.name} zone={zone} common={common} drag={drag} dragOf={mayWrite ? dragOf : undefined} onOpen={onOpen} />;
          }

          const { col } = stop;
          return (
            <div key={col} role="gridcell" aria-colindex={col + 2} className={styles.cell} style={placed(col, 1, days.length)}>
              <button
                type="button"
                {...common}
                disabled={!mayWrite}
                aria-label={own.calendar.cellFree(unit.name, heads[col]!.full)}
                className={styles.free}
                onClick={() => drawn?.to === drawn?.from && onBook(unit, days[col]!, days[col]!)}
                onPointerDown={(event) => {
                  if (event.button !== 0 || event.pointerType === 'touch') return;
                  event.currentTarget.setPointerCapture(event.pointerId);
                  setDrawn({ from: col, to: col });
                }}
                onPointerMove={draw}
                onPointerUp={drawEnd}
                onPointerCancel={() => setDrawn(undefined)}
              />
            </div>
          );
        })}
        {drawn && drawn.from !== drawn.to && <span className={styles.drawn} style={placed(Math.min(drawn.from, drawn.to), Math.abs(drawn.to - drawn.from) + 1, days.length)} />}
      </div>
    </div>
  );
}

interface BarOwn {
  bar: Bar;
  span: number;
  days: number;
  room: string;
  zone: string;
  common: { 'data-stop': string; tabIndex: number; onFocus: () => void };
  drag?: Drag;
  dragOf?: ReturnType<typeof useBarDrag>['of'];
  onOpen: (stay: Reservation) => void;
}

function BarCell({ bar, span, days, room, zone, common, drag, dragOf, onOpen }: BarOwn) {
  const { locale } = useSpeech();
  const own = useRoomWords('bookings');
  const { stay } = bar;
  const isDragged = drag?.bar === bar;
  const moved = isDragged ? drag.days : 0;
  const from = Math.max(0, bar.from + (isDragged && drag.part === 'all' ? moved : 0));
  const to = Math.min(days, Math.max(bar.to + moved, from + 0.25));
  const doubt = doubtOf(stay);
  const Sign = doubt ? doubtSigns[doubt] : signs[stay.state];
  const text = barText(stay, room, spanText(bar.unit, zone, locale, own), own);
  const canEnd = dragOf && canMoveEnd(stay) && bar.to <= days;
  return (
    <div role="gridcell" aria-colindex={bar.first + 2} aria-colspan={span} className={styles.barCell} style={{ ...placed(from, to - from, days), '--lane': bar.lane } as CSSProperties} data-dragged={isDragged || undefined}>
      <button
        type="button"
        {...common}
        {...(dragOf && canMove(stay) ? dragOf(bar, 'all') : undefined)}
        className={styles.bar}
        data-state={stay.state}
        data-doubt={doubt}
        data-clipped={`${bar.from < 0 ? 'start' : ''} ${bar.to > days ? 'end' : ''}`}
        aria-label={text}
        title={text}
        onClick={() => onOpen(stay)}
      >
        {Sign && <Sign size={14} aria-hidden />}
        <span className={styles.barName}>{nameOf(stay, own)}</span>
      </button>
      {canEnd && <span {...dragOf(bar, 'end')} className={styles.handle} title={own.calendar.resize} aria-hidden />}
    </div>
  );
}

