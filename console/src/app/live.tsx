import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { send } from '../api/client';
import type { components } from '../api/latchwork';
import { follow, type LiveState } from '../api/live';
import { useMay, useSession } from '../session/useSession';

export type Event = components['schemas']['Event'];

/** What a page keeps in its cache, kept up to date. Each room says for itself what an event changes in it. */
export interface LiveRoom {
  events: (events: Event[], queries: QueryClient) => void;
}

const rooms = new Set<LiveRoom>();

export const register = (room: LiveRoom) => (rooms.add(room), () => void rooms.delete(room));

/** Pages change a few times a second at most, however much happens. */
const together = 300;

const LiveContext = createContext<LiveState | 'off'>('off');

export const useLiveState = () => useContext(LiveContext);

/** Follows the events of the tenant for as long as its pages are shown. */
export function LiveView({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { tenant } = useSession();
  const mayFollow = useMay('audit:read');
  const [state, setState] = useState<LiveState | 'off'>('connecting');
  useEffect(() => {
    if (!mayFollow) return;
    const end = new AbortController();
    let waiting: Event[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      const events = waiting;
      waiting = [];
      timer = undefined;
      rooms.forEach((room) => room.events(events, queries));
    };
    const open = (lastId: string | undefined, signal: AbortSignal) =>
      send('get', '/events/stream', { background: true, signal, headers: { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) } });
    void follow(
      open,
      {
        event: ({ data }) => {
          waiting.push(JSON.parse(data) as Event);
          timer ??= setTimeout(flush, together);
        },
        state: setState,
        gap: () => void queries.invalidateQueries({ refetchType: 'active' }),
        refused: () => setState('off'),
      },
      end.signal,
    );
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [queries, tenant.id, mayFollow]);
  return <LiveContext value={mayFollow ? state : 'off'}>{children}</LiveContext>;
}
