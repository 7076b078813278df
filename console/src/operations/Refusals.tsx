import { anyEvent } from '../events/eventQueries';
import events from '../events/Events.module.css';
import { Timeline } from '../events/Timeline';
import styles from '../doors/Lock.module.css';
import { useRoomWords } from '../words/rooms';

/** Everything of these types is a refusal. */
const refused = { ...anyEvent, types: ['audit.readsRefused', 'session.logInsRefused', 'request.forged', 'credential.refused', 'credential.wrongCodes', 'keypad.disabled'] };

export function Refusals() {
  const own = useRoomWords('operations').refusals;
  return (
    <div className={styles.stack}>
      <p className={styles.quiet}>{own.body}</p>
      <div className={events.frame}>
        <Timeline filters={refused} label={own.title} />
      </div>
    </div>
  );
}
