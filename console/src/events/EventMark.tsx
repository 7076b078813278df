import { BatteryWarning, Building2, CalendarDays, DoorOpen, KeyRound, Lock, LockOpen, Radio, ShieldAlert, UserRound, type LucideIcon } from 'lucide-react';
import type { Event } from '../app/live';
import styles from './Events.module.css';
import { groupOf, type Group } from './groups';

const ofGroup: Record<Group, LucideIcon> = { alarms: ShieldAlert, doors: DoorOpen, credentials: KeyRound, devices: Radio, bookings: CalendarDays, people: UserRound, system: Building2 };
const ofType: Record<string, LucideIcon> = { 'lock.unlock': LockOpen, 'lock.lock': Lock, 'battery.low': BatteryWarning, 'battery.endsSoon': BatteryWarning };

/** What kind of thing it was, and whether it went wrong, at a glance. The sentence says the same. */
export function EventMark({ event }: { event: Event }) {
  const group = groupOf(event.type);
  const Icon = ofType[event.type] ?? (event.type === 'lock.boltMoved' ? (event.data.bolt === 'locked' ? Lock : LockOpen) : ofGroup[group]);
  const tone = group === 'alarms' || ['refused', 'failed'].includes(event.outcome) ? 'bad' : event.outcome === 'unknown' || event.type.startsWith('battery.') || /offline|atRisk|forgotten/i.test(event.type) ? 'warn' : 'plain';
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon size={15} aria-hidden />
    </span>
  );
}
