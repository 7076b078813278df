import type { RoomWords } from '../words/rooms';

/** Types as somebody looks for them. A group is a name in front of the point, or a type that is somewhere else than its name says. */
const groups: Record<keyof RoomWords['timeline']['groups'], RegExp> = {
  alarms: /^(door\.(forced|ajar)|device\.tampered|lock\.(jammed|leftUnlocked)|credential\.wrongCodes|keypad\.disabled|request\.forged)$/,
  doors: /^(lock\.(unlock|lock|boltMoved|readState|unjammed)|door\.|credential\.(present|refused)|record\.|box\.(open|moved))/,
  credentials: /^(credential|card|slot)\./,
  devices: /^(battery|link|device|gateway|reader|tile|lock|keypad)\./,
  bookings: /^(reservation|boxLease|box|locker|unit|plan|guest)\./,
  people: /^(user|grant|group|session|key|signingKey|apiClient|application)\./,
  system: /./,
};

export type Group = keyof typeof groups;

export const groupOf = (type: string) => (Object.keys(groups) as Group[]).find((group) => groups[group].test(type))!;

export const groupNames = Object.keys(groups) as Group[];
