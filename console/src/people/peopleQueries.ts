import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import type { LiveRoom } from '../app/live';

export type User = components['schemas']['User'];
export type Grant = components['schemas']['Grant'];
export type Role = User['role'];
export type Right = Exclude<Grant['role'], 'owner'>;

export const roles: Role[] = ['owner', 'administrator', 'operator', 'integrator', 'auditor'];
export const rights: Right[] = ['holder', 'deputy', 'manager'];

/** Members are few: all of them are there, so that they are found by any part of their name. */
const mostPages = 25;

export const membersQuery = queryOptions({
  queryKey: ['people', 'members'],
  queryFn: async ({ signal }) => {
    const all: User[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < mostPages; page++) {
      const { items, next } = await api.get('/users', { query: { limit: 200, cursor }, signal });
      all.push(...items);
      cursor = next;
      if (!cursor) break;
    }

    return all;
  },
});

export const memberQuery = (id: string) => queryOptions({ queryKey: ['people', 'member', id], queryFn: ({ signal }) => api.get('/users/{id}', { path: { id }, signal }), retry: false });

export const grantsQuery = (filter: { userId?: string; lockId?: string }) =>
  infiniteQueryOptions({
    queryKey: ['people', 'grants', filter],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/grants', { query: { limit: 100, cursor: pageParam || undefined, ...filter }, signal }),
    getNextPageParam: (last) => last.next,
  });

export type CodeKind = 'passcode' | 'card' | 'fingerprint';
export type CodeState = 'live' | 'over' | 'revoked';

export const codesQuery = (kind: CodeKind, name: string, state: CodeState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['people', 'codes', kind, name, state],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => {
      const given = { query: { limit: 50, cursor: pageParam || undefined, name: name.trim() || undefined, state }, signal };
      if (kind === 'fingerprint') return api.get('/fingerprints', given);
      return kind === 'passcode' ? api.get('/passcodes', given) : api.get('/cards', given);
    },
    getNextPageParam: (last) => last.next,
  });

/** People as events change them. */
export const livePeople: LiveRoom = {
  events: (events, queries) => {
    const has = (test: RegExp) => events.some(({ type }) => test.test(type));
    if (has(/^user\./)) void queries.invalidateQueries({ queryKey: ['people'] });
    else if (has(/^grant\./)) void queries.invalidateQueries({ queryKey: ['people', 'grants'] });
    if (has(/^(credential|slot)\./)) void queries.invalidateQueries({ queryKey: ['people', 'codes'] });
  },
};
