import { BatteryFull, BatteryLow, BatteryMedium, BatteryWarning, CircleHelp, DoorOpen, Lock as Locked, LockOpen, Snowflake, TriangleAlert, Unplug, Wifi, WifiOff } from 'lucide-react';
import { Badge, type Tone } from '../parts/Notice';
import { useSpeech } from '../words';
import { batteryText } from './battery';
import type { Lock } from './doorQueries';
import styles from './Doors.module.css';

const bolts: Record<string, { icon: typeof Locked; tone: Tone }> = {
  locked: { icon: Locked, tone: 'good' },
  unlocked: { icon: LockOpen, tone: 'accent' },
  jammed: { icon: TriangleAlert, tone: 'bad' },
  unknown: { icon: CircleHelp, tone: 'plain' },
};

export const boltLook = (bolt: string) => bolts[bolt] ?? bolts.unknown!;

export function StateMark({ lock }: { lock: Lock }) {
  const { doors } = useSpeech().words;
  const { icon: Icon, tone } = boltLook(lock.bolt);
  return (
    <span className={styles.marks}>
      <Badge tone={tone} icon={<Icon size={13} aria-hidden />}>
        {doors.bolt[lock.bolt] ?? doors.bolt.unknown}
      </Badge>
      {lock.door === 'open' && (
        <Badge tone="warn" icon={<DoorOpen size={13} aria-hidden />}>
          {doors.leaf.open}
        </Badge>
      )}
      {lock.isFrozen && (
        <Badge icon={<Snowflake size={13} aria-hidden />} tone="accent">
          {doors.frozen}
        </Badge>
      )}
    </span>
  );
}

export function BatteryMark({ lock }: { lock: Lock }) {
  const { words, locale } = useSpeech();
  const { level, forecast } = batteryText(lock, words, locale);
  if (lock.battery === undefined && !lock.batteryIsLow) return <span className={styles.quiet}>{words.doors.battery.none}</span>;
  const percent = lock.battery ?? 0;
  const Icon = lock.batteryIsLow ? BatteryWarning : percent > 66 ? BatteryFull : percent > 25 ? BatteryMedium : BatteryLow;
  return (
    <span className={styles.battery}>
      <span className={`${styles.inline} ${lock.batteryIsLow ? styles.bad : ''}`}>
        <Icon size={16} aria-hidden /> {level}
      </span>
      {forecast && <small>{forecast}</small>}
    </span>
  );
}

export function LinkMark({ lock }: { lock: Lock }) {
  const { doors } = useSpeech().words;
  const stands = !lock.linkId ? 'none' : lock.isOnline ? 'online' : 'offline';
  const Icon = { none: Unplug, online: Wifi, offline: WifiOff }[stands];
  return (
    <span className={`${styles.inline} ${stands === 'offline' ? styles.bad : styles.quiet}`}>
      <Icon size={16} aria-hidden />
      {{ none: doors.noLink, online: doors.online, offline: doors.offline }[stands]}
    </span>
  );
}
