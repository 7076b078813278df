import { eventText } from '../events/eventText';
import { Skeleton } from '../parts/Empty';
import { Time } from '../parts/Time';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useActivity } from './ShownLocks';
import styles from './Doors.module.css';

export function LastEvent({ lockId }: { lockId: string }) {
  const words = useWords();
  const activity = useActivity();
  const isAllowed = useMay('audit:read');
  if (!isAllowed) return null;
  if (!activity) return <Skeleton width="70%" />;
  const event = activity[lockId];
  if (!event) return <span className={styles.quiet}>{words.doors.noEvent}</span>;
  return (
    <span className={styles.last}>
      <span>{eventText(event, words)}</span>
      <small>
        <Time at={event.occurredAt} look="ago" isBare />
      </small>
    </span>
  );
}
