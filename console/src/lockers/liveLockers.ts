import type { LiveRoom } from '../app/live';
import { lockersChanged } from './lockerQueries';

const about = /^(box|boxLease|locker|link|device)\./;

/** Cabinets as events change them: an event names its box by the cabinet's own number alone, so all that is shown is read again. */
export const liveLockers: LiveRoom = {
  events: (events, queries) => {
    if (events.some(({ type }) => about.test(type))) void lockersChanged(queries);
  },
};
