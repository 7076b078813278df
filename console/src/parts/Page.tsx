import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../words';
import styles from './Bits.module.css';

/** The first page is where the browser put the focus; each one after it takes the focus to its heading. */
let isFirst = true;

/** Something else was shown before. */
export const somethingWasShown = () => {
  isFirst = false;
};

export function Page({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    isFirst = false;
  }, []);
  return (
    <div className={styles.page}>
      <title>{words.title(title)}</title>
      <div className={styles.pageHead}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {acts && <div className={styles.headActs}>{acts}</div>}
      </div>
      {children}
    </div>
  );
}
