import { Clock } from 'lucide-react';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { leaseName } from './boxText';
import type { Lease } from './lockerQueries';
import styles from './Lockers.module.css';

/** Whose time is over and whose box was not emptied. */
export function Overdue({ leases, zone, onChoose }: { leases: Lease[]; zone: string; onChoose: (number: string) => void }) {
  const { locale } = useSpeech();
  const own = useRoomWords('lockers');
  const late = leases.filter(({ stage }) => stage === 'overdue');
  return (
    <Card title={own.overdue.title}>
      {late.length === 0 && <p className={styles.quiet}>{own.overdue.none}</p>}
      <ul className={styles.rows}>
        {late.map((lease) => (
          <li key={lease.id} className={styles.row}>
            <div className={styles.rowMain}>
              <div className={styles.rowTitle}>
                <Clock size={16} aria-hidden />
                {leaseName(lease, own)}
              </div>
              <div className={styles.small}>
                {own.box.title(lease.box)}
                {lease.endsAt && ` · ${own.overdue.late(timeText(lease.endsAt, 'short', locale, zone))}`}
              </div>
            </div>
            <Button onPress={() => onChoose(lease.box)}>{own.overdue.choose(lease.box)}</Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
