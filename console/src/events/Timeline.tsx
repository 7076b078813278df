import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText, SearchX } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Collection, GridList, GridListHeader, GridListItem, GridListLoadMoreItem, GridListSection, ListLayout, Virtualizer } from 'react-aria-components';
import { tell } from '../api/problems';
import { register, type Event } from '../app/live';
import { Button } from '../parts/Button';
import { Empty, Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { dayOf, dayTitle } from '../words/times';
import { EventPanel } from './EventPanel';
import { anyEvent, eventsQuery, liveEvents, type EventFilters } from './eventQueries';
import { EventRow } from './EventRow';
import styles from './Events.module.css';
import { useZones } from './useZones';

/** Events, newest first, a day at a time, as far back as somebody scrolls. */
export function Timeline({ filters, label, zone: given }: { filters: EventFilters; label: string; zone?: string }) {
  const { words, locale } = useSpeech();
  const own = words.events;
  const { tenant } = useSession();
  const zones = useZones();
  const zone = given ?? zones.get(filters.siteId) ?? tenant.timeZone;
  const [opened, open] = useState<Event>();
  const list = useInfiniteQuery(eventsQuery(filters));
  useEffect(() => register(liveEvents), []);
  const pages = list.data?.pages;
  const days = useMemo(() => daysOf(pages?.flatMap((page) => page.items) ?? [], zone), [pages, zone]);
  if (list.error && !pages) {
    return (
      <Notice tone="bad">
        {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
      </Notice>
    );
  }

  if (!pages) return <Waiting />;
  if (days.length === 0 && !list.hasNextPage) {
    const isFiltered = JSON.stringify({ ...filters, lockId: '' }) !== JSON.stringify(anyEvent);
    return isFiltered ? <Empty icon={<SearchX size={22} aria-hidden />} {...own.nothing} /> : <Empty icon={<ScrollText size={22} aria-hidden />} {...own.empty} />;
  }

  const more = () => void (list.hasNextPage && !list.isFetchingNextPage && list.fetchNextPage());
  return (
    <>
      <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 57, headingHeight: 37, loaderHeight: 48 }}>
        <GridList aria-label={label} className={styles.list!} onAction={(id) => open(days.flatMap((day) => day.events).find((event) => event.id === id))}>
          <Collection items={days} dependencies={[words, zone, zones]}>
            {(day) => (
              <GridListSection id={day.id}>
                <GridListHeader className={styles.day!}>{dayTitle(day.events[0]!.timestamp, zone, locale, words)}</GridListHeader>
                <Collection items={day.events} dependencies={[words, zone, zones]}>
                  {(event) => (
                    <GridListItem id={event.id} textValue={event.type} className={styles.row!}>
                      <EventRow event={event} zone={zones.get(event.site?.id ?? '') ?? zone} groupZone={zone} />
                    </GridListItem>
                  )}
                </Collection>
              </GridListSection>
            )}
          </Collection>
          <GridListLoadMoreItem onLoadMore={more} isLoading={list.isFetchingNextPage}>
            <div className={styles.foot}>{own.searching}</div>
          </GridListLoadMoreItem>
        </GridList>
      </Virtualizer>
      <EventPanel event={opened} zone={opened && (zones.get(opened.site?.id ?? '') ?? zone)} onClose={() => open(undefined)} />
    </>
  );
}

interface Day {
  id: string;
  events: Event[];
}

/** In the order of the list: a late event stands with the day on which it was heard of. */
function daysOf(events: Event[], zone: string): Day[] {
  const days: Day[] = [];
  for (const event of events) {
    const id = dayOf(event.timestamp, zone);
    if (days.at(-1)?.id !== id) days.push({ id, events: [] });
    days.at(-1)!.events.push(event);
  }

  return days;
}

function Waiting() {
  return (
    <div className={styles.waiting}>
      {Array.from({ length: 10 }, (_, index) => (
        <div key={index}>
          <Skeleton width="1.75rem" height="1.75rem" />
          <Skeleton width="50%" />
        </div>
      ))}
    </div>
  );
}
