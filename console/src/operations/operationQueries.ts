import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import type { LiveRoom } from '../app/live';

export type LinkQueue = components['schemas']['LinkQueue'];
export type Verification = components['schemas']['Verification'];

/** Depth and pace change without an event. */
const often = 5_000;

export const queuesQuery = infiniteQueryOptions({
  queryKey: ['linkQueues'],
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) => api.get('/link-queues', { query: { limit: 50, cursor: pageParam || undefined }, signal, background: true }),
  getNextPageParam: (last) => last.next,
  refetchInterval: often,
});

export const verificationQuery = queryOptions({
  queryKey: ['verification'],
  queryFn: ({ signal }) => api.get('/audit/verification', { signal, background: true }),
  refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 1_000 : false),
});

export const isUnderWay = ({ state }: Verification) => state === 'waiting' || state === 'underWay';

export const tenantQuery = queryOptions({ queryKey: ['tenant'], queryFn: ({ signal }) => api.get('/tenant', { signal }) });

export const installationQuery = queryOptions({ queryKey: ['installation'], queryFn: ({ signal }) => api.get('/installation', { signal, background: true }), refetchInterval: 2 * often });

export const tenantsQuery = infiniteQueryOptions({
  queryKey: ['installation', 'tenants'],
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) => api.get('/installation/tenants', { query: { limit: 50, cursor: pageParam || undefined }, signal }),
  getNextPageParam: (last) => last.next,
});

export const refusalsQuery = infiniteQueryOptions({
  queryKey: ['installation', 'refusals'],
  initialPageParam: '',
  queryFn: ({ pageParam, signal }) => api.get('/installation/refusals', { query: { limit: 25, cursor: pageParam || undefined }, signal }),
  getNextPageParam: (last) => last.next,
});

/** Links that came, went or changed are told at once; how much waits is asked for now and then. */
export const liveLinks: LiveRoom = {
  events: (events, queries) => {
    if (events.some(({ type }) => type.startsWith('link.'))) void queries.invalidateQueries({ queryKey: ['linkQueues'] });
  },
};
