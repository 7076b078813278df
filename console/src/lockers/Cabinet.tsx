import { DoorOpen } from 'lucide-react';
import { useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { useRoomWords } from '../words/rooms';
import { boxText, leaseName, statusLooks } from './boxText';
import { columnsOf, nextBox } from './columns';
import type { Box, Lease } from './lockerQueries';
import styles from './Cabinet.module.css';

interface Own {
  name: string;
  boxes: Box[];
  leases: Lease[];
  chosen?: string;
  onChoose: (number: string) => void;
}

/** The cabinet as it stands: column beside column, each box as high as it is. One stop of the keyboard; arrow keys go from door to door. */
export function Cabinet({ name, boxes, leases, chosen, onChoose }: Own) {
  const own = useRoomWords('lockers');
  const columns = useMemo(() => columnsOf(boxes), [boxes]);
  const [focused, setFocused] = useState<string>();
  const picture = useRef<HTMLDivElement>(null);
  const current = focused ?? chosen ?? boxes[0]?.number;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = current && nextBox(columns, current, event.key);
    if (!next) return;
    event.preventDefault();
    setFocused(next);
    picture.current!.querySelector<HTMLElement>(`[data-box="${next}"]`)?.focus();
  };
  const holders = useMemo(() => new Map(leases.filter(({ stage }) => stage !== 'reserved').map((lease) => [lease.box, lease])), [leases]);
  return (
    <div className={styles.frame}>
      <div ref={picture} role="toolbar" aria-orientation="vertical" aria-label={own.cabinet.label(name)} className={styles.cabinet} onKeyDown={onKeyDown}>
        {columns.map(({ number, boxes: placed }) => (
          <div key={number} role="group" aria-label={own.cabinet.column(number)} className={styles.column}>
            {placed.map(({ box, height }) => {
              const { icon: Icon } = statusLooks[box.status] ?? statusLooks.broken!;
              const holder = holders.get(box.number);
              return (
                <button
                  key={box.number}
                  type="button"
                  data-box={box.number}
                  data-status={box.status}
                  aria-pressed={box.number === chosen}
                  tabIndex={box.number === current ? 0 : -1}
                  className={styles.box}
                  style={{ '--height': height } as CSSProperties}
                  onFocus={() => setFocused(box.number)}
                  onClick={() => onChoose(box.number)}
                >
                  <span className={styles.top}>
                    <span className={styles.number}>{box.name ?? box.number} </span>
                    <span className={styles.state}>
                      <Icon size={14} aria-hidden />
                      {own.status[box.status]}{' '}
                    </span>
                    {box.light !== 'off' && <span className={styles.light} data-blinks={box.lightBlinks || undefined} style={{ background: box.light }} />}
                  </span>
                  <span className={styles.said}>{boxText(box, own)}</span>
                  {holder && <span className={styles.holder}>{leaseName(holder, own)}</span>}
                  {box.door === 'open' && (
                    <span className={styles.open}>
                      <DoorOpen size={14} aria-hidden />
                      {own.door.open}
                    </span>
                  )}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      <p className={styles.help}>{own.cabinet.help}</p>
    </div>
  );
}
