import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';

export type Application = components['schemas']['Application'];
export type ApplicationDetail = components['schemas']['ApplicationDetail'];
export type TokenKey = components['schemas']['TokenKey'];

/** All of them: a person has a few. */
export const applicationsQuery = queryOptions({
  queryKey: ['applications', 'all'],
  queryFn: async ({ signal }) => {
    const all: Application[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await api.get('/account/applications', { query: { limit: 200, cursor }, signal });
      all.push(...items);
      if (!next) return all;
      cursor = next;
    }
  },
});

export const applicationQuery = (id: string) =>
  queryOptions({ queryKey: ['applications', id], queryFn: ({ signal }) => api.get('/account/applications/{id}', { path: { id }, signal }), retry: false });
