import type { QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { Problem } from '../api/problems';
import type { Event, LiveRoom } from '../app/live';
import { lockQuery, putActivity, putLock } from './doorQueries';

/** Events after which the list has other rows. */
const listChanges = new Set(['lock.created', 'lock.decommissioned', 'lock.transferred', 'link.paired', 'link.removed']);

/** Events that are about a link and so about each lock behind it. */
const linkChanges = new Set(['link.online', 'link.offline']);

/** What is read anew at a time; with more at once the list itself is. */
const most = 12;

/** Doors as events change them: a lock that something happened at is read again and put where it is shown. */
export const liveDoors: LiveRoom = {
  events: (events, queries) => {
    const again = (queryKey: unknown[]) => void queries.invalidateQueries({ queryKey });
    const locksOf = (wanted: (event: Event) => boolean) => [...new Set(events.flatMap((event) => (event.lock && wanted(event) ? [event.lock.id] : [])))];
    for (const event of events) if (event.lock) putActivity(queries, event);
    const shown = locksOf(() => true).filter((id) => isShown(queries, id));
    const hasLinks = events.some(({ type }) => linkChanges.has(type));
    if (hasLinks || events.some(({ type }) => listChanges.has(type)) || shown.length > most) again(['doors']);
    if (events.some(({ type }) => type === 'group.changed')) {
      again(['lockGroups']);
      again(['doors']);
    }

    if (hasLinks) {
      again(['links']);
      again(['lock']);
    }

    for (const id of shown.slice(0, most)) void readAgain(queries, id);
    // What was shown at the door is proven by it, whatever else it did.
    for (const id of locksOf(({ type, data }) => /^(credential|slot)\./.test(type) || data.shown !== undefined)) again(['lockCredentials', id]);
    for (const id of locksOf(({ type }) => type.startsWith('grant.'))) again(['lockGrants', id]);
  },
};

interface Pages {
  pages: { items: { id: string }[] }[];
}

const isShown = (queries: QueryClient, id: string) =>
  queries.getQueryData(lockQuery(id).queryKey) !== undefined ||
  queries.getQueriesData<Pages>({ queryKey: ['doors'] }).some(([, list]) => list?.pages.some((page) => page.items.some((lock) => lock.id === id)));

async function readAgain(queries: QueryClient, id: string) {
  try {
    putLock(queries, await api.get('/locks/{id}', { path: { id }, background: true }));
  } catch (error) {
    // It may be gone: then the list says so.
    if (error instanceof Problem && error.status === 404) void queries.invalidateQueries({ queryKey: ['doors'] });
  }
}
