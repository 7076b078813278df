import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { siteNoon, type Day } from './days';

export type Reservation = components['schemas']['Reservation'];
export type ReservedUnit = components['schemas']['ReservedUnit'];
export type Unit = components['schemas']['Unit'];
export type Site = components['schemas']['Site'];

/** A part of a list. */
const page = 200;

/** So many stays of one time are shown at most: beyond that nobody can read the calendar. */
const mostPages = 10;

export const unitsQuery = (siteId: string) =>
  infiniteQueryOptions({
    queryKey: ['units', siteId],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/units', { query: { siteId, limit: page, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.next,
    enabled: siteId !== '',
  });

export interface Stays {
  stays: Reservation[];
  /** There are more than are shown. */
  isCut: boolean;
}

/** Who stays at a site in some days, each with how sure it is that they get in: a call for each two hundred. */
export const staysQuery = (siteId: string, from: Day, until: Day) =>
  queryOptions({
    queryKey: ['stays', siteId, from, until],
    queryFn: async ({ signal }): Promise<Stays> => {
      const stays: Reservation[] = [];
      let cursor: string | undefined;
      for (let part = 0; part < mostPages; part++) {
        // A day more at each end: the days are those of the site, wherever that is.
        const query = { siteId, from: siteNoon(from, -1), until: siteNoon(until, 1), verdict: true, limit: page, cursor };
        const { items, next } = await api.get('/reservations', { query, signal });
        stays.push(...items);
        cursor = next;
        if (!cursor) break;
      }

      return { stays, isCut: cursor !== undefined };
    },
    enabled: siteId !== '',
    placeholderData: (before) => before,
  });

export const foundQuery = (siteId: string, search: string) =>
  queryOptions({
    queryKey: ['stays', siteId, 'search', search],
    queryFn: async ({ signal }) => (await api.get('/reservations', { query: { siteId, search, limit: 100 }, signal })).items,
    enabled: search !== '',
  });

export const stayQuery = (id: string) => queryOptions({ queryKey: ['stay', id], queryFn: ({ signal }) => api.get('/reservations/{id}', { path: { id }, signal }) });

export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['stayMessages', id],
    queryFn: async ({ signal }) => (await api.get('/reservations/{id}/messages', { path: { id }, query: { limit: 50 }, signal })).items,
    // What waits is sent soon: it is looked at until it has been.
    refetchInterval: ({ state }) => (state.data?.some((message) => message.state === 'waiting') ? 3_000 : false),
  });

export const stayEventsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['stayEvents', id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/reservations/{id}/events', { path: { id }, query: { limit: 50, before: pageParam || undefined }, signal }),
    getNextPageParam: (last) => (last.hasMore ? last.next : undefined),
  });

/** Rooms that are free for all of a time. */
export const freeQuery = (siteId: string, from: string, until: string, guests: number) =>
  queryOptions({
    queryKey: ['freeUnits', siteId, from, until, guests],
    queryFn: async ({ signal }) => (await api.get('/free-units', { query: { siteId, from, until, guests, whole: true, limit: page }, signal })).items,
    enabled: from !== '' && until !== '' && from < until,
    staleTime: 5_000,
  });

/** After something was done to stays: all that shows them is read again. */
export const staysChanged = (queries: QueryClient, id?: string) =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['stays'] }),
    queries.invalidateQueries({ queryKey: ['freeUnits'] }),
    ...(id ? ['stay', 'stayMessages', 'stayEvents'].map((key) => queries.invalidateQueries({ queryKey: [key, id] })) : []),
  ]);
