import { Hourglass, TriangleAlert } from 'lucide-react';
import styles from '../doors/Lock.module.css';
import { Time } from '../parts/Time';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { lengthText } from '../words/times';
import type { LinkQueue } from './operationQueries';

/** What waits in front of a link, since when, and for how long it probably will. */
export function QueueText({ queue }: { queue: LinkQueue }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('operations').links;
  const count = (number: number) => number.toLocaleString(locale);
  const { commands, credentials, laterCredentials, underWay, emptyInSeconds } = queue;
  const waits = commands + credentials > 0;
  const parts = [
    commands > 0 && own.waiting(count(commands)),
    commands > 0 && underWay > 0 && own.underWay(count(underWay)),
    credentials > 0 && own.credentials(count(credentials)),
    !waits && own.idle,
    laterCredentials > 0 && own.later(count(laterCredentials)),
  ].filter(Boolean);
  return (
    <>
      {!queue.isHeld && (
        <div className={styles.inline}>
          <TriangleAlert size={16} aria-hidden />
          {own.notHeld}
        </div>
      )}
      <div className={waits ? undefined : styles.quiet}>
        {parts.join(' · ')}
        {commands > 0 && queue.oldestAt && (
          <>
            {' · '}
            {own.oldest} <Time at={queue.oldestAt} look="ago" />
          </>
        )}
      </div>
      {waits && (
        <div className={styles.inline}>
          <Hourglass size={16} aria-hidden />
          {emptyInSeconds !== undefined ? own.emptyIn(lengthText(Math.max(1, emptyInSeconds), words)) : queue.link.state === 'offline' ? own.unknown : own.unknownYet}
        </div>
      )}
    </>
  );
}
