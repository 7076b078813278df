import { queryOptions } from '@tanstack/react-query';
import { AppWindow, Blocks, KeyRound, ScrollText, SquareTerminal, UserRound, type LucideIcon } from 'lucide-react';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import type { LiveRoom } from '../app/live';

export type ApiClient = components['schemas']['ApiClient'];
export type ClientKind = 'sifely' | 'app' | 'keyvox' | 'native' | 'integration';
export type ProgramKind = ClientKind | 'doordeck';

export const kindIcons: Record<ProgramKind, LucideIcon> = { native: SquareTerminal, sifely: UserRound, app: AppWindow, keyvox: KeyRound, doordeck: ScrollText, integration: Blocks };

/** In the order in which they are offered. */
export const programKinds = Object.keys(kindIcons) as ProgramKind[];

export const kindOf = (client: ApiClient) => client.kind as ClientKind;

/** All of them: a tenant has a few. */
export const clientsQuery = queryOptions({
  queryKey: ['apiClients'],
  queryFn: async ({ signal }) => {
    const clients: ApiClient[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await api.get('/api-clients', { query: { limit: 200, cursor }, signal });
      clients.push(...items);
      if (!next) return clients;
      cursor = next;
    }
  },
});

export const sifelyKeyQuery = queryOptions({ queryKey: ['sifelyKey'], queryFn: ({ signal }) => api.get('/account/sifely-key', { signal }) });

/** Clients and webhooks as events change them. */
export const liveIntegrations: LiveRoom = {
  events: (events, queries) => {
    if (events.some(({ type }) => /^(key|apiClient)\./.test(type))) {
      void queries.invalidateQueries({ queryKey: ['apiClients'] });
      void queries.invalidateQueries({ queryKey: ['sifelyKey'] });
    }

    if (events.some(({ type }) => type.startsWith('application.'))) void queries.invalidateQueries({ queryKey: ['applications'] });
    if (events.some(({ type }) => type.startsWith('webhook.'))) void queries.invalidateQueries({ queryKey: ['webhooks'] });
  },
};
