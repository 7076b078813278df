import { useQuery } from '@tanstack/react-query';
import type { CSSProperties } from 'react';
import { tell } from '../api/problems';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { usageQuery } from './lockerQueries';
import styles from './Lockers.module.css';

/** How many boxes were in use, day by day: a picture, its sentence, and the same as a table. */
export function Usage({ id }: { id: string }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('lockers').usage;
  const { data, error } = useQuery(usageQuery(id));
  const text = (day: string) => timeText(`${day}T12:00:00Z`, 'date', locale, 'UTC');
  const days = data?.days ?? [];
  const peak = days.reduce((most, day) => (day.used > most.used ? day : most), days[0] ?? { day: '', used: 0, begun: 0 });
  return (
    <Card title={own.title}>
      {error && <Notice tone="bad">{tell(error, words)}</Notice>}
      {!data && !error && <Skeleton height="9rem" />}
      {data && (
        <>
          <p className={styles.quiet}>{peak.used === 0 ? own.none : own.peak(peak.used.toLocaleString(locale), data.boxes.toLocaleString(locale), text(peak.day))}</p>
          <div aria-hidden>
            <div className={styles.chart}>
              {days.map(({ day, used }) => (
                <span key={day} title={`${text(day)}: ${used}`} data-none={used === 0 || undefined} style={{ '--part': `${(used / Math.max(1, data.boxes)) * 100}%` } as CSSProperties} />
              ))}
            </div>
            <div className={styles.ends}>
              <span>{text(days[0]!.day)}</span>
              <span>{text(days.at(-1)!.day)}</span>
            </div>
          </div>
          <details className={styles.details}>
            <summary>{own.table}</summary>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{own.day}</th>
                  <th scope="col">{own.used}</th>
                  <th scope="col">{own.begun}</th>
                </tr>
              </thead>
              <tbody>
                {days.toReversed().map(({ day, used, begun }) => (
                  <tr key={day}>
                    <th scope="row">{text(day)}</th>
                    <td>{used.toLocaleString(locale)}</td>
                    <td>{begun.toLocaleString(locale)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </Card>
  );
}
