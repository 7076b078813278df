import { useInfiniteQuery } from '@tanstack/react-query';
import { Package } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'react-aria-components';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { Button, ButtonLink } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { AllOverdue } from './AllOverdue';
import { statusLooks } from './boxText';
import { liveLockers } from './liveLockers';
import { lockersQuery, type Locker } from './lockerQueries';
import styles from './Lockers.module.css';

const kinds = ['free', 'inUse', 'overdue', 'broken'] as const;

export default function LockersPage() {
  const words = useWords();
  const own = useRoomWords('lockers');
  const mayLink = useMay('links:write');
  const list = useInfiniteQuery(lockersQuery);
  useEffect(() => register(liveLockers), []);
  const all = list.data?.pages.flatMap((page) => page.items);
  return (
    <Page title={own.title}>
      {list.error && (
        <Notice tone="bad">
          {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      {!all && !list.error && <Skeleton height="6rem" />}
      {all?.length === 0 && (
        <Empty icon={<Package size={22} aria-hidden />} title={own.empty.title} body={mayLink ? own.empty.may : own.empty.mayNot}>
          {mayLink && (
            <ButtonLink look="primary" href="/doors">
              {own.empty.act}
            </ButtonLink>
          )}
        </Empty>
      )}
      {all && <AllOverdue lockers={all} isAll={!list.hasNextPage} />}
      {all && all.length > 0 && (
        <ul className={styles.list}>
          {all.map((locker) => (
            <li key={locker.id}>
              <Cabinet locker={locker} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
    </Page>
  );
}

function Cabinet({ locker }: { locker: Locker }) {
  const own = useRoomWords('lockers');
  return (
    <Link href={`/lockers/${locker.id}`} className={styles.locker!}>
      <span className={styles.lockerMain}>
        <span className={styles.lockerName}>{locker.name}</span>
        <span className={styles.small}>
          {own.boxes(locker.boxCount)} · {locker.isOnline ? own.online : own.offline}
        </span>
      </span>
      {!locker.isOnline && <Badge tone="warn">{own.offline}</Badge>}
      {kinds.map((kind) => {
        const count = locker.counts?.[kind] ?? 0;
        const { tone, icon: Icon } = statusLooks[kind]!;
        return (
          count > 0 && (
            <Badge key={kind} tone={tone} icon={<Icon size={14} aria-hidden />}>
              {own.counts[kind](count)}
            </Badge>
          )
        );
      })}
    </Link>
  );
}
