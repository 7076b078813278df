import type { QueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { putLock, shownLock, type Lock } from '../doors/doorQueries';
import type { Place } from './places';

interface Keeping {
  /** What is to be kept after what is under way; none where that was the last. */
  next?: Place;
}

const underWay = new Map<string, Keeping>();

/** Keeps where a door is. One at a time and in order: moved on meanwhile, the last place is kept, and none in between. */
export async function keepPlace(queries: QueryClient, lock: Lock, place: Place) {
  const before = underWay.get(lock.id);
  if (before) {
    before.next = place;
    return;
  }

  const keeping: Keeping = { next: place };
  underWay.set(lock.id, keeping);
  try {
    for (let one = keeping.next; one; one = keeping.next) {
      keeping.next = undefined;
      await api.put('/locks/{id}/place', { path: { id: lock.id }, body: one });
      // As it is by now: its bolt may have moved meanwhile.
      putLock(queries, { ...shownLock(queries, lock), place: one });
    }
  } finally {
    underWay.delete(lock.id);
  }
}
