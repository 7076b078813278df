import type { Tone } from '../parts/Notice';
import type { bookings } from '../words/en/bookings';
import { timeText } from '../words/times';
import type { Reservation } from './bookingQueries';

export type BookingWords = typeof bookings;

/** Who stays; of a block why the room is out of use. */
export const nameOf = (stay: Pick<Reservation, 'state' | 'guest'>, words: BookingWords) => stay.guest.name || (stay.state === 'maintenance' ? words.blocked : words.none);

export const stateTone: Record<string, Tone> = { requested: 'warn', booked: 'accent', checkedIn: 'good' };
export const readinessTone = { ready: 'good', atRisk: 'warn', notReady: 'bad' } as const;

/** Whose days or room can be others; of guests who are there only the end. */
export const canMove = ({ state }: Pick<Reservation, 'state'>) => state === 'requested' || state === 'booked' || state === 'maintenance';
export const canMoveEnd = (stay: Pick<Reservation, 'state'>) => canMove(stay) || stay.state === 'checkedIn';

/** What is said beside a stay that is to come: only where it is not as it should be. */
export const doubtOf = (stay: Reservation) => (stay.verdict && stay.verdict.readiness !== 'ready' && stay.state !== 'requested' ? stay.verdict.readiness : undefined);

export const spanText = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }, zone: string, locale: string, words: BookingWords) =>
  words.span(timeText(startsAt, 'short', locale, zone), timeText(endsAt, 'short', locale, zone));

/** All that a bar says, for whoever does not see it. */
export function barText(stay: Reservation, room: string, span: string, words: BookingWords): string {
  const doubt = doubtOf(stay);
  return words.bar([nameOf(stay, words), room, span, words.states[stay.state]!, ...(doubt ? [words.readiness[doubt]!] : [])]);
}

const instant = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/;

/** A sentence of the server about a code, in the person's language where it is known, with its time by the clocks of the place. */
export function reasonText(because: string, zone: string, locale: string, words: BookingWords): string {
  const at = instant.exec(because)?.[0];
  const said = words.verdict.reasons[because.replace(instant, '{at}')] ?? because.replace(instant, '{at}');
  return at ? said.replace('{at}', timeText(at.replace(' ', 'T'), 'short', locale, zone)) : said;
}
