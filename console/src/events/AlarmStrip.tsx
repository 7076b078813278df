import { useInfiniteQuery } from '@tanstack/react-query';
import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button as Pressed } from 'react-aria-components';
import { type Event } from '../app/live';
import { Badge } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { alarmsOf, alarmTypes } from './alarms';
import { EventPanel } from './EventPanel';
import { anyEvent, eventsQuery } from './eventQueries';
import { eventText } from './eventText';
import styles from './Events.module.css';
import { useZones } from './useZones';

const day = 24 * 3_600_000;
const hour = 3_600_000;

/** The same for an hour: so the list is read once and goes on by what comes in. */
const since = () => new Date(Math.floor((Date.now() - day) / hour) * hour).toISOString();

const most = 12;

/** What needs somebody, before all else. */
export function AlarmStrip() {
  const words = useWords();
  const own = useRoomWords('timeline').alarms;
  const zones = useZones();
  const [from] = useState(since);
  const [opened, open] = useState<Event>();
  const list = useInfiniteQuery(eventsQuery({ ...anyEvent, types: alarmTypes, since: from }));
  const alarms = useMemo(() => alarmsOf(list.data?.pages.flatMap((page) => page.items) ?? []), [list.data]);
  const count = alarms.filter(({ isOver }) => !isOver).length;
  return (
    <section aria-label={own.title} className={styles.alarms}>
      <h2 className={styles.alarmTitle}>
        {count > 0 ? <TriangleAlert size={16} aria-hidden className={styles.bad} /> : <ShieldCheck size={16} aria-hidden className={styles.good} />}
        {list.data && alarms.length === 0 ? own.none : own.title}
        {count > 0 && <Badge tone="bad">{own.open(count)}</Badge>}
      </h2>
      {alarms.length > 0 && (
        <ul className={styles.alarmList}>
          {alarms.slice(0, most).map(({ event, isOver }) => (
            <li key={event.id}>
              <Pressed className={styles.alarm!} data-over={isOver || undefined} onPress={() => open(event)}>
                <span>{eventText(event, words)}</span>
                <small>
                  <Time at={event.occurredAt} zone={zones.get(event.site?.id ?? '')} look="ago" isBare />
                  {isOver && ` · ${own.over}`}
                </small>
              </Pressed>
            </li>
          ))}
        </ul>
      )}
      <EventPanel event={opened} zone={opened && zones.get(opened.site?.id ?? '')} onClose={() => open(undefined)} />
    </section>
  );
}
