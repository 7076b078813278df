import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import type { Event } from '../app/live';

export type Lock = components['schemas']['Lock'];
export type LockGroup = components['schemas']['LockGroup'];
type LockList = components['schemas']['LockList'];

export interface DoorFilters {
  name: string;
  siteId: string;
  groupId: string;
  bolt: '' | 'locked' | 'unlocked' | 'jammed' | 'unknown';
  isOnline: '' | 'true' | 'false';
  batteryIsLow: boolean;
  isFrozen: boolean;
}

export const noFilters: DoorFilters = { name: '', siteId: '', groupId: '', bolt: '', isOnline: '', batteryIsLow: false, isFrozen: false };

/** As many as `lock-activity` takes. */
const page = 100;

export const doorsQuery = (filters: DoorFilters) =>
  infiniteQueryOptions({
    queryKey: ['doors', filters],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get('/locks', {
        query: {
          limit: page,
          total: true,
          cursor: pageParam || undefined,
          name: filters.name || undefined,
          siteId: filters.siteId || undefined,
          groupId: filters.groupId || undefined,
          bolt: filters.bolt || undefined,
          isOnline: filters.isOnline ? filters.isOnline === 'true' : undefined,
          batteryIsLow: filters.batteryIsLow || undefined,
          isFrozen: filters.isFrozen || undefined,
        },
        signal,
      }),
    getNextPageParam: (last: LockList) => last.next,
  });

export const lockQuery = (id: string) => queryOptions({ queryKey: ['lock', id], queryFn: ({ signal }) => api.get('/locks/{id}', { path: { id }, signal }) });

/** What happened last at each lock of a page. */
export const activityQuery = (ids: string[]) =>
  queryOptions({
    queryKey: ['activity', ids],
    queryFn: async ({ signal }) => {
      const { items } = await api.get('/lock-activity', { query: { lockIds: ids.join(',') }, signal });
      return Object.fromEntries(items.map((news) => [news.lockId, news.event])) as Record<string, Event | undefined>;
    },
    staleTime: Infinity,
  });

export const sitesQuery = queryOptions({ queryKey: ['sites'], queryFn: async ({ signal }) => (await api.get('/sites', { query: { limit: 200 }, signal })).items, staleTime: 5 * 60_000 });

/** All of them: a tenant has some. */
export const groupsQuery = queryOptions({
  queryKey: ['lockGroups', 'all'],
  queryFn: async ({ signal }) => {
    const all: LockGroup[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await api.get('/lock-groups', { query: { limit: 200, cursor }, signal });
      all.push(...items);
      if (!next) return all;
      cursor = next;
    }
  },
});

export const linksQuery = queryOptions({ queryKey: ['links'], queryFn: async ({ signal }) => (await api.get('/links', { query: { limit: 200 }, signal })).items, staleTime: 60_000 });

/** Puts a lock as it is now wherever it is shown. */
export function putLock(queries: QueryClient, lock: Lock) {
  const has = (one: LockList) => one.items.some(({ id }) => id === lock.id);
  queries.setQueryData(['lock', lock.id], lock);
  queries.setQueriesData<InfiniteData<LockList>>({ queryKey: ['doors'] }, (list) => {
    if (!list?.pages.some(has)) return list;
    // Rows that did not change stay the same objects: only the one row is drawn anew.
    return { ...list, pages: list.pages.map((one) => (has(one) ? { ...one, items: one.items.map((old) => (old.id === lock.id ? lock : old)) } : one)) };
  });
}

/** A lock as it is shown now, in whichever list. */
export function shownLock(queries: QueryClient, lock: Lock): Lock {
  for (const [, list] of queries.getQueriesData<InfiniteData<LockList>>({ queryKey: ['doors'] })) {
    const found = list?.pages.flatMap((page) => page.items).find(({ id }) => id === lock.id);
    if (found) return found;
  }

  return lock;
}

/** Puts what has just happened next to its lock. */
export function putActivity(queries: QueryClient, event: Event) {
  const lockId = event.lock!.id;
  queries.setQueriesData<Record<string, Event>>(
    { queryKey: ['activity'], predicate: ({ queryKey }) => (queryKey[1] as string[]).includes(lockId) },
    (known) => known && { ...known, [lockId]: event },
  );
}
