import { useInfiniteQuery } from '@tanstack/react-query';
import { tell } from '../api/problems';
import { wordsOf } from '../events/eventText';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { boxEventsQuery } from './lockerQueries';
import styles from './Lockers.module.css';

/** What happened to a box, newest first. */
export function BoxEvents({ lockerId, number, zone }: { lockerId: string; number: string; zone: string }) {
  const words = useWords();
  const own = useRoomWords('lockers').box;
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(boxEventsQuery(lockerId, number));
  const all = data?.pages.flatMap((page) => page.items);
  const doors = useRoomWords('lockers').door;
  return (
    <Card title={own.events}>
      {error && <Notice tone="bad">{tell(error, words)}</Notice>}
      {!all && !error && <Skeleton height="4rem" />}
      {all?.length === 0 && <p className={styles.quiet}>{own.noEvents}</p>}
      <ol className={styles.history}>
        {all?.map((event) => (
          <li key={event.id}>
            <span>
              {[
                wordsOf(event.type, words).name,
                event.outcome === 'done' || event.outcome === 'reported' ? '' : own.outcome[event.outcome],
                event.door && doors[event.door],
                event.credentialName ? own.shown(event.credentialName) : event.by && own.by[event.by],
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span className={styles.small}>
              <Time at={event.at} zone={zone} />
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
