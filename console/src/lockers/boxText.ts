import { CircleAlert, CircleCheck, Clock, User, type LucideIcon } from 'lucide-react';
import type { Tone } from '../parts/Notice';
import type { lockers } from '../words/en/lockers';
import { timeText } from '../words/times';
import type { Box, Lease } from './lockerQueries';

export type LockerWords = typeof lockers;

/** How it stands with a box: a sign and a word, and a colour beside them. */
export const statusLooks: Record<string, { tone: Tone; icon: LucideIcon }> = {
  free: { tone: 'good', icon: CircleCheck },
  inUse: { tone: 'accent', icon: User },
  overdue: { tone: 'warn', icon: Clock },
  broken: { tone: 'bad', icon: CircleAlert },
};

export const lightText = (box: Box, words: LockerWords) => words.light.colours[box.light] ?? box.light;

/** What the picture of a box shows beside its words, for whoever does not see it. */
export const boxText = (box: Box, words: LockerWords) =>
  words.cabinet.box([
    ...(box.name ? [box.number] : []),
    words.size[box.size] ?? box.size,
    ...(box.door === 'open' ? [] : [words.door[box.door] ?? box.door]),
    ...(box.light === 'off' ? [] : [words.cabinet.light(lightText(box, words))]),
  ]);

export const leaseName = (lease: Pick<Lease, 'name'>, words: LockerWords) => lease.name || words.lease.unnamed;

export function leaseSpan({ startsAt, endsAt }: Pick<Lease, 'startsAt' | 'endsAt'>, zone: string, locale: string, words: LockerWords): string {
  const text = (at: string) => timeText(at, 'short', locale, zone);
  return endsAt ? words.lease.span(text(startsAt), text(endsAt)) : words.lease.since(text(startsAt));
}
