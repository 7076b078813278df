import { send } from '../api/client';
import type { components } from '../api/latchwork';
import { Problem } from '../api/problems';
import type { Reservation } from './bookingQueries';

/**
 * Changes a stay as somebody sees it: where it is told otherwise by now, it is not changed. Whether a guest gets in changes by itself all the time, so that is
 * compared by what is being changed, and the tag keeps others out from there on.
 */
export async function changeStay(seen: Reservation, body: components['schemas']['ReservationChange']): Promise<void> {
  const path = { id: seen.id };
  const answer = await send('get', '/reservations/{id}', { path });
  const now = (await answer.json()) as Reservation;
  if (planOf(now) !== planOf(seen)) throw new Problem('precondition-failed', 412, '');
  await send('patch', '/reservations/{id}', { path, body, headers: { 'If-Match': answer.headers.get('ETag') ?? '*' } });
}

const planOf = ({ state, startsAt, endsAt, units, guest }: Reservation) =>
  JSON.stringify([state, startsAt, endsAt, units.map(({ id, startsAt: from, endsAt: to }) => [id, from, to]), guest]);
