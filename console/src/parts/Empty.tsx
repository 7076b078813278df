import type { ReactNode } from 'react';
import styles from './Bits.module.css';

/** Nothing is here: why, and what to do next. */
export function Empty({ icon, title, body, children }: { icon: ReactNode; title: string; body: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <div className={styles.emptyIcon}>{icon}</div>
      <h2>{title}</h2>
      <p>{body}</p>
      {children && <div className={styles.emptyAct}>{children}</div>}
    </div>
  );
}

/** Holds the place of what is being loaded, in its size. */
export function Skeleton({ width = '100%', height = '1em' }: { width?: string; height?: string }) {
  return <span className={styles.skeleton} style={{ width, height }} aria-hidden />;
}
