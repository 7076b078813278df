import type { ComponentType } from 'react';
import type { Lock } from './doorQueries';
import styles from './Doors.module.css';
import { useShownLock } from './ShownLocks';

/** A mark of a row, as its lock stands now. */
export function OfLock({ id, mark: Mark }: { id: string; mark: ComponentType<{ lock: Lock }> }) {
  const lock = useShownLock(id);
  return lock && <Mark lock={lock} />;
}

export function SiteName({ id, names }: { id: string; names: Map<string, string> }) {
  const lock = useShownLock(id);
  return <span className={styles.clip}>{lock && names.get(lock.siteId)}</span>;
}
