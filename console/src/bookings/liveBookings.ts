import type { LiveRoom } from '../app/live';

/** What may change whether a guest gets in. */
const proof = /^(credential|slot|link|battery)\./;

/** Stays as events change them. */
export const liveBookings: LiveRoom = {
  events: (events, queries) => {
    const again = (...queryKey: unknown[]) => void queries.invalidateQueries({ queryKey });
    const ids = new Set(events.flatMap(({ on }) => (on?.kind === 'reservation' && on.id ? [on.id] : [])));
    const changesProof = events.some(({ type }) => proof.test(type));
    if (ids.size > 0 || changesProof) again('stays');
    if (events.some(({ on }) => on?.kind === 'unit')) again('units');
    if (changesProof) again('stay');
    for (const id of ids) {
      again('stay', id);
      again('stayMessages', id);
      again('stayEvents', id);
    }
  },
};
