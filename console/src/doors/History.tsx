import { useMemo } from 'react';
import { anyEvent } from '../events/eventQueries';
import events from '../events/Events.module.css';
import { Timeline } from '../events/Timeline';
import { useWords } from '../words';
import type { Lock } from './doorQueries';

/** What happened at one door. */
export function History({ lock }: { lock: Lock }) {
  const { doors } = useWords();
  const filters = useMemo(() => ({ ...anyEvent, lockId: lock.id }), [lock.id]);
  return (
    <div className={events.frame}>
      <Timeline filters={filters} label={doors.page.tabs.history} zone={lock.timeZone} />
    </div>
  );
}
