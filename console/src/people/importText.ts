import type { Words } from '../words';
import type { people } from '../words/en/people';
import type { Change } from './importFile';
import { whenText } from './rightText';

/** A change in words. */
export function changeText(change: Change, words: Words, own: typeof people, locale: string): string {
  const says = own.import.says;
  const role = change.role ? words.shell.roles[change.role] : '';
  const door = change.lockName ?? '';
  const when = change.timeZone ? whenText(change.window, change.hours, change.timeZone, words, own, locale) : '';
  if (change.act === 'membership') return says.membership(role);
  if (change.act === 'role') return change.effect === 'kept' ? says.roleKept(role) : says.role(role, change.formerRole ? words.shell.roles[change.formerRole] : '');
  if (change.act === 'grant') return says.grant[change.effect](door, change.right ? words.doors.grants.roles[change.right] : '', when, change.canUnlockRemotely === true);
  return change.act === 'passcode' ? says.passcode(change.effect === 'kept', door, when) : says.card(change.effect === 'kept', door, when);
}
