import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { DoorClosed, Group, Map as MapIcon, SearchX } from 'lucide-react';
import { Suspense, useCallback, useDeferredValue, useEffect, useMemo, useState, type CSSProperties } from 'react';
import { useSearchParams } from 'wouter';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { Button, ButtonLink } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { lazyPart } from '../parts/lazyPart';
import { useMatches } from '../parts/useMatches';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { DoorFilterBar } from './DoorFilterBar';
import { doorsQuery, groupsQuery, noFilters, sitesQuery, type DoorFilters } from './doorQueries';
import styles from './Doors.module.css';
import { cardHeight, headingHeight, rowHeight } from './heights';
import { liveDoors } from './liveDoors';
import { ShownLocks, useRows } from './ShownLocks';

// A screen has the one or the other; and a house without locks neither.
const DoorTable = lazyPart(() => import('./DoorTable'));
const DoorCards = lazyPart(() => import('./DoorCards'));
const ConnectLink = lazyPart(() => import('./ConnectLink'));

export default function DoorsPage() {
  const { words, locale } = useSpeech();
  const own = words.doors;
  const [asked] = useSearchParams();
  const [filters, setFilters] = useState<DoorFilters>({ ...noFilters, groupId: asked.get('group') ?? '' });
  // Typing goes on while what was typed is looked up.
  const wanted = useDeferredValue(filters);
  const list = useInfiniteQuery({ ...doorsQuery(wanted), placeholderData: (before) => before });
  const sites = useQuery(sitesQuery);
  const groups = useQuery(groupsQuery);
  const isNarrow = useMatches('(max-width: 56rem)');
  useEffect(() => register(liveDoors), []);
  const pages = list.data?.pages;
  const rows = useRows(pages);
  const siteNames = useMemo(() => new Map(sites.data?.map((site) => [site.id, site.name])), [sites.data]);
  const total = pages?.[0]?.total;
  const isFiltered = JSON.stringify(wanted) !== JSON.stringify(noFilters);
  const count = total === undefined ? '' : isFiltered ? own.found(total.toLocaleString(locale)) : total === 1 ? own.totalOne : own.total(total.toLocaleString(locale));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const onMore = useCallback(() => void (hasNextPage && !isFetchingNextPage && fetchNextPage()), [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const shown = { rows, siteNames, isLoadingMore: isFetchingNextPage, onMore };
  return (
    <Page
      title={own.title}
      acts={
        <>
          <ButtonLink look="quiet" href="/doors/groups" icon={<Group size={16} aria-hidden />}>
            {own.groups}
          </ButtonLink>
          <ButtonLink look="quiet" href={filters.siteId ? `/doors/map/${filters.siteId}` : '/doors/map'} icon={<MapIcon size={16} aria-hidden />}>
            {own.map}
          </ButtonLink>
        </>
      }
    >
      {groups.error && !list.error && <Notice tone="bad">{tell(groups.error, words)}</Notice>}
      <DoorFilterBar filters={filters} onChange={setFilters} sites={sites.data ?? []} groups={groups.data ?? []} count={count} />
      {list.error && (
        <Notice tone="bad">
          {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      <div className={styles.frame} style={sizeOf(rows.length, isNarrow)} aria-busy={list.isFetching}>
        {!pages ? !list.error && <Waiting /> : rows.length === 0 ? <None isFiltered={isFiltered} onClear={() => setFilters(noFilters)} /> : <ShownLocks pages={pages}><Suspense fallback={<Waiting />}>{isNarrow ? <DoorCards {...shown} /> : <DoorTable {...shown} />}</Suspense></ShownLocks>}
      </div>
    </Page>
  );
}

/** A short list is no taller than it is. */
const sizeOf = (rows: number | undefined, isNarrow: boolean) => (rows ? ({ '--natural': `${rows * (isNarrow ? cardHeight : rowHeight) + (isNarrow ? 2 : headingHeight + 2)}px` } as CSSProperties) : undefined);

function None({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const words = useSpeech().words;
  const mayLink = useMay('links:write');
  const { empty, nothing } = words.doors;
  const [isConnecting, connect] = useState(false);
  if (!isFiltered) {
    return (
      <Empty icon={<DoorClosed size={22} aria-hidden />} title={empty.title} body={mayLink ? empty.may : empty.mayNot}>
        {mayLink && (
          <Button look="primary" onPress={() => connect(true)}>
            {empty.act}
          </Button>
        )}
        <Suspense>{isConnecting && <ConnectLink onClose={() => connect(false)} />}</Suspense>
      </Empty>
    );
  }

  return (
    <Empty icon={<SearchX size={22} aria-hidden />} title={nothing.title} body={nothing.body}>
      <Button onPress={onClear}>{words.acts.clear}</Button>
    </Empty>
  );
}

function Waiting() {
  return (
    <div className={styles.waiting}>
      {Array.from({ length: 12 }, (_, index) => (
        <div key={index}>
          <Skeleton width="24%" />
          <Skeleton width="14%" />
          <Skeleton width="5rem" height="1.375rem" />
          <Skeleton width="16%" />
          <Skeleton width="22%" />
        </div>
      ))}
    </div>
  );
}
