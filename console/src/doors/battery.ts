import type { Words } from '../words';
import { timeText } from '../words/times';
import type { Lock } from './doorQueries';

/** Its level, and what is foreseen of it, in words. */
export function batteryText(lock: Pick<Lock, 'battery' | 'batteryIsLow' | 'batteryForecast' | 'timeZone'>, words: Words, locale: string): { level: string; forecast?: string } {
  const own = words.doors.battery;
  const percent = lock.battery === undefined ? '' : new Intl.NumberFormat(locale, { style: 'percent' }).format(lock.battery / 100);
  const level = lock.batteryIsLow ? [percent, own.low].filter(Boolean).join(' ') : percent;
  const known = lock.batteryForecast;
  if (!known) return { level };
  if (known.unknownBecause) return { level, forecast: known.unknownBecause === 'tooFarAway' ? own.lasts : undefined };
  const day = (at: string) => timeText(at, 'date', locale, lock.timeZone);
  if (known.likelyEmptyAt) return { level, forecast: own.emptyAbout(day(known.likelyEmptyAt)) };
  return { level, forecast: known.emptyFrom ? own.emptyFrom(day(known.emptyFrom)) : undefined };
}
