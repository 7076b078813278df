import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';

export type Locker = components['schemas']['Locker'];
export type Box = components['schemas']['Box'];
export type Lease = components['schemas']['Lease'];

/** A cabinet has a hundred columns at most; so many parts of its leases are read. */
const mostPages = 10;

export const lockersQuery = infiniteQueryOptions({
  queryKey: ['lockers'],
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) => api.get('/lockers', { query: { counts: true, limit: 50, cursor: pageParam || undefined }, signal }),
  getNextPageParam: (last) => last.next,
});

export const lockerQuery = (id: string) => queryOptions({ queryKey: ['locker', id], queryFn: ({ signal }) => api.get('/lockers/{id}', { path: { id }, signal }) });

/** Those that live, the latest to begin first. */
export const leasesQuery = (id: string) =>
  queryOptions({
    queryKey: ['locker', id, 'leases'],
    queryFn: async ({ signal }) => {
      const leases: Lease[] = [];
      let cursor: string | undefined;
      for (let part = 0; part < mostPages; part++) {
        const { items, next } = await api.get('/lockers/{id}/leases', { path: { id }, query: { open: true, limit: 200, cursor }, signal });
        leases.push(...items);
        cursor = next;
        if (!cursor) break;
      }

      return leases;
    },
  });

export const usageQuery = (id: string) =>
  queryOptions({ queryKey: ['locker', id, 'usage'], queryFn: ({ signal }) => api.get('/lockers/{id}/usage', { path: { id }, query: { days: 30 }, signal }), staleTime: 60_000 });

export const boxEventsQuery = (id: string, number: string) =>
  infiniteQueryOptions({
    queryKey: ['locker', id, 'events', number],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/lockers/{id}/boxes/{number}/events', { path: { id, number }, query: { limit: 20, before: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.next,
  });

/** After something was done to a cabinet, or somebody told of it. */
export const lockersChanged = (queries: QueryClient, id?: string) =>
  Promise.all([queries.invalidateQueries({ queryKey: ['lockers'] }), queries.invalidateQueries({ queryKey: id ? ['locker', id] : ['locker'] })]);
