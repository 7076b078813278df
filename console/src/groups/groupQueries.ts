import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { Lock } from '../doors/doorQueries';

export { groupsQuery, type LockGroup } from '../doors/doorQueries';

export const groupQuery = (id: string) => queryOptions({ queryKey: ['lockGroups', id], queryFn: ({ signal }) => api.get('/lock-groups/{id}', { path: { id }, signal }), retry: false });

export const locksOfGroup = (groupId: string) =>
  infiniteQueryOptions({
    queryKey: ['lockGroups', groupId, 'locks'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/locks', { query: { groupId, limit: 100, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.next,
  });

/** The doors that are in it now. */
export async function allLocksOf(groupId: string): Promise<Lock[]> {
  const all: Lock[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await api.get('/locks', { query: { groupId, limit: 200, cursor } });
    all.push(...items);
    if (!next) return all;
    cursor = next;
  }
}

/** As many as one call takes. */
export const mostAtOnce = 500;
