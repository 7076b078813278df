import type { ReactNode } from 'react';
import styles from './Bits.module.css';

/** A part of a page under a heading of its own. */
export function Card({ title, act, children }: { title?: string; act?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.card} aria-label={title}>
      {title &&
        (act ? (
          <div className={styles.cardHead}>
            <h2>{title}</h2>
            {act}
          </div>
        ) : (
          <h2>{title}</h2>
        ))}
      {children}
    </section>
  );
}
