import type { Event } from '../app/live';
import { Badge } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useWords } from '../words';
import { EventMark } from './EventMark';
import { eventText } from './eventText';
import styles from './Events.module.css';
import { Who } from './Who';

interface Own {
  event: Event;
  /** Of where it happened. */
  zone: string;
  /** By which the days are told; where that is another, the row says whose time it shows. */
  groupZone: string;
}

export function EventRow({ event, zone, groupZone }: Own) {
  const words = useWords();
  return (
    <>
      <EventMark event={event} />
      <span className={styles.text}>
        <span className={styles.sentence}>{eventText(event, words)}</span>
        <span className={styles.beside}>
          {event.by && event.by.kind !== 'server' && (
            <span>
              <Who by={event.by} />
            </span>
          )}
          {event.site && <span>{event.site.name}</span>}
          {event.isCorrection && <Badge tone="warn">{words.events.corrected}</Badge>}
        </span>
      </span>
      <span className={styles.at}>
        <Time at={event.occurredAt} zone={zone} look={zone === groupZone ? 'clock' : 'clockZone'} isBare />
      </span>
    </>
  );
}
