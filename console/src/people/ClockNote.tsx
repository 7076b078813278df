import { useState } from 'react';
import { Notice } from '../parts/Notice';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { clockChanges } from './clockChanges';

/** That clocks are put forward or back in the time that somebody chooses. */
export function ClockNote({ zone, startsAt, endsAt }: { zone: string; startsAt?: string; endsAt?: string }) {
  const { locale } = useSpeech();
  const own = useRoomWords('people').clocks;
  const [now] = useState(Date.now);
  const changes = clockChanges(zone, startsAt, endsAt, now);
  if (changes.length === 0) return null;
  return (
    <Notice>
      {changes.map(({ at, from, to, isForward }) => (
        <div key={at}>{(isForward ? own.forward : own.back)(timeText(at, 'date', locale, zone), from, to)}</div>
      ))}
    </Notice>
  );
}

