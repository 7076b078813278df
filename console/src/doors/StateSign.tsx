import { Time } from '../parts/Time';
import { Badge } from '../parts/Notice';
import { useSpeech } from '../words';
import type { Lock } from './doorQueries';
import styles from './Lock.module.css';
import { boltLook } from './LockMarks';

/** Where bolt and door are, and since when that is known: large, and no surer than it is. */
export function StateSign({ lock }: { lock: Lock }) {
  const { doors } = useSpeech().words;
  const { icon: Icon } = boltLook(lock.bolt);
  const since = lock.bolt === 'unknown' ? undefined : lock.boltAt;
  const [before, after] = doors.page.knownSince('\n').split('\n');
  return (
    <>
      <div className={styles.sign} data-bolt={lock.bolt}>
        <Icon size={32} aria-hidden />
      </div>
      <div>
        <div className={styles.rowTitle}>
          <span className={styles.big}>{doors.bolt[lock.bolt] ?? doors.bolt.unknown}</span>
          {lock.door !== 'unknown' && <Badge tone={lock.door === 'open' ? 'warn' : 'plain'}>{doors.leaf[lock.door]}</Badge>}
          {lock.isFrozen && <Badge tone="accent">{doors.frozen}</Badge>}
        </div>
        <p className={styles.quiet}>
          {since ? (
            <>
              {before}
              <Time at={since} zone={lock.timeZone} />
              {after}
            </>
          ) : (
            doors.page.neverKnown
          )}
        </p>
        {!lock.linkId ? <p className={styles.quiet}>{doors.page.noLinkBody}</p> : !lock.isOnline && <p className={styles.quiet}>{doors.page.staleOffline}</p>}
      </div>
    </>
  );
}
