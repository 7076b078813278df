import { CircleAlert, CircleCheck, DoorClosed, TriangleAlert } from 'lucide-react';
import { ButtonLink } from '../parts/Button';
import { Card } from '../parts/Card';
import { Badge, Notice } from '../parts/Notice';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import type { Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { readinessTone, reasonText } from './stayText';

const signs = { ready: CircleCheck, atRisk: TriangleAlert, notReady: CircleAlert };

/** How sure it is that the guest gets in, and why, door by door: what is known, and nothing that is hoped. */
export function Proof({ stay, verdict }: { stay: Reservation; verdict: NonNullable<Reservation['verdict']> }) {
  const { locale } = useSpeech();
  const own = useRoomWords('bookings');
  const maySeeDoors = useMay('locks:read');
  const text = (because: string) => reasonText(because, stay.timeZone, locale, own);
  return (
    <Card title={own.verdict.title}>
      <Notice tone={readinessTone[verdict.readiness]}>
        <strong>{own.verdict[verdict.readiness]}</strong>
        {verdict.readiness !== 'ready' && <div>{text(verdict.because)}</div>}
      </Notice>
      {verdict.reasons.length > 0 && (
        <ul className={styles.rows}>
          {verdict.reasons.map(({ unit, lock, readiness, because }, index) => {
            const Sign = signs[readiness];
            return (
              <li key={index} className={styles.row}>
                <div className={styles.rowMain}>
                  <div className={styles.rowTitle}>
                    {lock ? own.verdict.at(lock.name, unit.name) : own.verdict.noDoor(unit.name)}
                    <Badge tone={readinessTone[readiness]} icon={<Sign size={14} aria-hidden />}>
                      {own.readiness[readiness]}
                    </Badge>
                  </div>
                  <div className={styles.quiet}>{text(because)}</div>
                </div>
                {lock && maySeeDoors && (
                  <ButtonLink look="quiet" href={`/doors/${lock.id}/credentials`} icon={<DoorClosed size={16} aria-hidden />}>
                    {own.verdict.seeDoor(lock.name)}
                  </ButtonLink>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
