import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../api/client';
import { lockQuery, type Lock } from '../doors/doorQueries';

/** So many are asked for one by one; for more of them the list is read. */
const few = 6;

const mostPages = 10;

const allLocksQuery = queryOptions({
  queryKey: ['people', 'locks'],
  queryFn: async ({ signal }) => {
    const all = new Map<string, Lock>();
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const { items, next } = await api.get('/locks', { query: { limit: 200, cursor }, signal });
      for (const lock of items) all.set(lock.id, lock);
      cursor = next;
      if (!cursor) break;
    }

    return all;
  },
  staleTime: 5 * 60_000,
});

const none = new Map<string, Lock>();

/** The doors that rows name, as far as they are known by now: what they are called, and by which clocks they go. */
export function useLocksOf(ids: string[]): Map<string, Lock> {
  const wanted = useMemo(() => [...new Set(ids)], [ids]);
  const isMany = wanted.length > few;
  const one = useQueries({
    queries: (isMany ? [] : wanted).map((id) => ({ ...lockQuery(id), staleTime: 5 * 60_000 })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  });
  const all = useQuery({ ...allLocksQuery, enabled: isMany });
  return isMany ? (all.data ?? none) : one;
}
