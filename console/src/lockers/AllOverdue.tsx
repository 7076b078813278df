import { useQueries } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import { tell } from '../api/problems';
import { useZones } from '../events/useZones';
import { ButtonLink } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { leaseName } from './boxText';
import { leasesQuery, type Locker } from './lockerQueries';
import styles from './Lockers.module.css';

/** Of so many cabinets the late ones are looked up; each of the others says in the list how many it has. */
const mostCabinets = 25;

/** Whose time is over, in all cabinets that are listed, the longest first. Nobody is late: nothing is said, unless more cabinets are not listed yet. */
export function AllOverdue({ lockers, isAll }: { lockers: Locker[]; isAll: boolean }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('lockers');
  const { tenant } = useSession();
  const zones = useZones();
  const late = lockers.filter(({ counts }) => (counts?.overdue ?? 0) > 0);
  const asked = late.slice(0, mostCabinets);
  const found = useQueries({ queries: asked.map(({ id }) => leasesQuery(id)) });
  if (late.length === 0) return isAll ? null : <p className={styles.small}>{own.overdue.notAll}</p>;
  const refusal = found.find(({ error }) => error)?.error;
  const rows = asked
    .flatMap((locker, index) => (found[index]?.data ?? []).filter(({ stage }) => stage === 'overdue').map((lease) => ({ locker, lease })))
    .sort((a, b) => (a.lease.endsAt ?? '').localeCompare(b.lease.endsAt ?? ''));
  return (
    <Card title={own.overdue.title}>
      {refusal && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {found.some(({ isPending }) => isPending) && <Skeleton height={`${3.5 * late.reduce((sum, { counts }) => sum + (counts?.overdue ?? 0), 0)}rem`} />}
      <ul className={styles.rows}>
        {rows.map(({ locker, lease }) => (
          <li key={lease.id} className={styles.row}>
            <div className={styles.rowMain}>
              <div className={styles.rowTitle}>
                <Clock size={16} aria-hidden />
                {leaseName(lease, own)}
              </div>
              <div className={styles.small}>
                {[locker.name, own.box.title(lease.box), lease.endsAt && own.overdue.late(timeText(lease.endsAt, 'short', locale, zones.get(locker.siteId ?? '') ?? tenant.timeZone))].filter(Boolean).join(' · ')}
              </div>
            </div>
            <ButtonLink href={`/lockers/${locker.id}/${lease.box}`}>{own.overdue.choose(lease.box)}</ButtonLink>
          </li>
        ))}
      </ul>
      {!isAll && <p className={styles.small}>{own.overdue.notAll}</p>}
      {late.length > asked.length && <p className={styles.small}>{own.overdue.more(late.length - asked.length)}</p>}
    </Card>
  );
}
