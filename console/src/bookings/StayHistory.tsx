import { useInfiniteQuery } from '@tanstack/react-query';
import { tell } from '../api/problems';
import { eventText } from '../events/eventText';
import { Who } from '../events/Who';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { stayEventsQuery, type Reservation } from './bookingQueries';
import styles from './Bookings.module.css';

/** What became of a stay, and where its codes were shown. */
export function StayHistory({ stay }: { stay: Reservation }) {
  const words = useWords();
  const own = useRoomWords('bookings').history;
  const mayRead = useMay('audit:read');
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({ ...stayEventsQuery(stay.id), enabled: mayRead });
  const all = data?.pages.flatMap((page) => page.items);
  return (
    <Card title={own.title}>
      {!mayRead && <p className={styles.quiet}>{own.mayNot}</p>}
      {error && <Notice tone="bad">{tell(error, words)}</Notice>}
      {mayRead && !all && !error && <Skeleton height="4rem" />}
      {all?.length === 0 && <p className={styles.quiet}>{own.none}</p>}
      <ol className={styles.history}>
        {all?.map((event) => (
          <li key={event.id}>
            <span>
              {eventText(event, words)}{' '}
              {event.by && event.by.kind !== 'server' && (
                <span className={styles.small}>
                  <Who by={event.by} />
                </span>
              )}
            </span>
            <span className={styles.small}>
              <Time at={event.occurredAt} zone={stay.timeZone} />
            </span>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
          {own.more}
        </Button>
      )}
    </Card>
  );
}
