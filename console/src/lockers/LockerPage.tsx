import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Link } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { useZones } from '../events/useZones';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { useSession } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { BoxPanel } from './BoxPanel';
import { Cabinet } from './Cabinet';
import { liveLockers } from './liveLockers';
import { leasesQuery, lockerQuery, type Locker } from './lockerQueries';
import styles from './Lockers.module.css';
import { Overdue } from './Overdue';
import { Usage } from './Usage';

/** Then all stands in one column. */
const isNarrow = '(max-width: 60rem)';

export default function LockerPage() {
  const words = useWords();
  const own = useRoomWords('lockers');
  const { id } = useParams<{ id: string }>();
  const { data: locker, error, refetch } = useQuery(lockerQuery(id));
  useEffect(() => register(liveLockers), []);
  return (
    <>
      <Link href="/lockers" className={styles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.back}
      </Link>
      {locker ? (
        <Page key={id} title={locker.name}>
          <Boxes locker={locker} />
        </Page>
      ) : error ? (
        <Page title={own.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
        </Page>
      ) : (
        <Card>
          <Skeleton width="40%" height="1.75rem" />
          <Skeleton height="12rem" />
        </Card>
      )}
    </>
  );
}

function Boxes({ locker }: { locker: Locker }) {
  const words = useWords();
  const own = useRoomWords('lockers');
  const { tenant } = useSession();
  const zones = useZones();
  const zone = zones.get(locker.siteId ?? '') ?? tenant.timeZone;
  const leases = useQuery(leasesQuery(locker.id));
  const { box: number } = useParams<{ box?: string }>();
  const [, navigate] = useLocation();
  const choose = (chosen: string) => navigate(`/lockers/${locker.id}/${chosen}`, { replace: true });
  const panel = useRef<HTMLDivElement>(null);
  // Where it stands below the cabinet it would not be seen.
  useEffect(() => {
    if (number && matchMedia(isNarrow).matches) panel.current?.scrollIntoView({ block: 'start' });
  }, [number]);
  const boxes = locker.boxes ?? [];
  const box = boxes.find((one) => one.number === number);
  return (
    <>
      {!locker.isOnline && <Notice tone="warn">{own.offlineBody}</Notice>}
      {leases.error && <Notice tone="bad">{tell(leases.error, words)}</Notice>}
      <div className={styles.columns}>
        <Card>
          <Cabinet name={locker.name} boxes={boxes} leases={leases.data ?? []} chosen={number} onChoose={choose} />
        </Card>
        <div ref={panel}>
          {box ? (
            <BoxPanel key={box.number} locker={locker} box={box} leases={leases.isSuccess ? leases.data.filter((lease) => lease.box === box.number) : undefined} zone={zone} />
          ) : (
            <Card>
              <p className={styles.quiet}>{own.box.none}</p>
            </Card>
          )}
        </div>
      </div>
      <div className={styles.columns}>
        <Usage id={locker.id} />
        <Overdue leases={leases.data ?? []} zone={zone} onChoose={choose} />
      </div>
    </>
  );
}
