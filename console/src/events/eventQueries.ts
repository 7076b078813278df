import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import type { Event, LiveRoom } from '../app/live';

type EventPage = components['schemas']['EventPage'];

export interface EventFilters {
  types: string[];
  lockId: string;
  userId: string;
  siteId: string;
  /** An instant; empty: from the beginning. */
  since: string;
}

export const anyEvent: EventFilters = { types: [], lockId: '', userId: '', siteId: '', since: '' };

export const filterQuery = ({ types, lockId, userId, siteId }: EventFilters) => ({
  types: types.join(',') || undefined,
  lockIds: lockId || undefined,
  userId: userId || undefined,
  siteId: siteId || undefined,
});

const page = 60;

/** So much of the list is looked through before somebody is shown that nothing was found so far. */
const mostInVain = 20;

/** From the newest backward. A part in which nothing is found is passed over: a page has events, or is the last. */
export const eventsQuery = (filters: EventFilters) =>
  infiniteQueryOptions({
    queryKey: ['events', filters],
    initialPageParam: 'end',
    queryFn: async ({ pageParam, signal }): Promise<EventPage> => {
      let before = pageParam;
      for (let tries = 1; ; tries++) {
        const found = await api.get('/events', { query: { ...filterQuery(filters), before, since: filters.since || undefined, limit: page }, signal });
        if (found.items.length > 0 || !found.hasMore || tries === mostInVain) return found;
        before = found.next;
      }
    },
    getNextPageParam: (last) => (last.hasMore ? last.next : undefined),
  });

/** What came after the newest that is shown, put in front of it: filters are the server's to judge. */
async function catchUp(queries: QueryClient, filters: EventFilters) {
  const { queryKey } = eventsQuery(filters);
  const newest = queries.getQueryData(queryKey)?.pages[0]?.items[0];
  if (!newest) return queries.invalidateQueries({ queryKey });
  const fresh: Event[] = [];
  for (let after = newest.id, more = true; more; ) {
    const found = await api.get('/events', { query: { ...filterQuery(filters), after, limit: 200 }, background: true });
    fresh.unshift(...found.items.toReversed());
    after = found.next;
    more = found.hasMore;
  }

  if (fresh.length > 0) {
    queries.setQueryData<InfiniteData<EventPage>>(queryKey as readonly unknown[], (list: InfiniteData<EventPage> | undefined) => {
      const [first, ...rest] = list?.pages ?? [];
      // Where the list was read anew meanwhile, it has them already.
      if (!list || !first || first.items[0]?.id !== newest.id) return list;
      return { ...list, pages: [{ ...first, items: [...fresh, ...first.items] }, ...rest] };
    });
  }
}

const catchingUp = new Map<string, boolean>();

/** One look at a time for each list; what comes meanwhile asks for one more. */
async function catchUpInTurn(queries: QueryClient, hash: string, filters: EventFilters): Promise<void> {
  if (catchingUp.has(hash)) {
    catchingUp.set(hash, true);
    return;
  }

  catchingUp.set(hash, false);
  try {
    do {
      catchingUp.set(hash, false);
      await catchUp(queries, filters);
    } while (catchingUp.get(hash));
  } catch {
    // The next event asks again, and a lost connection ends in a gap, after which all is read anew.
  } finally {
    catchingUp.delete(hash);
  }
}

export const liveEvents: LiveRoom = {
  events: (_, queries) => {
    for (const query of queries.getQueryCache().findAll({ queryKey: ['events'], type: 'active' })) void catchUpInTurn(queries, query.queryHash, query.queryKey[1] as EventFilters);
  },
};

/** Whoever did something. Names are looked up for what is in sight. */
export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['person', id], queryFn: async ({ signal }) => api.get('/users/{id}', { path: { id }, signal }), staleTime: Infinity, retry: false });

export const peopleQuery = queryOptions({ queryKey: ['people'], queryFn: async ({ signal }) => (await api.get('/users', { query: { limit: 200 }, signal })).items });

export const clientsQuery = queryOptions({ queryKey: ['clients'], queryFn: async ({ signal }) => (await api.get('/api-clients', { query: { limit: 200 }, signal })).items, staleTime: 5 * 60_000 });
