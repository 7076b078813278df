import { Languages } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Mark } from '../app/Mark';
import { Button } from '../parts/Button';
import { somethingWasShown } from '../parts/Page';
import { languages, useSpeech, type Language } from '../words';
import styles from './Session.module.css';

/** A page of its own, without the menu: who is here has no session yet, or one that may do nothing yet. */
export function Stage({ title, lead, isWide, children }: { title: string; lead?: string; isWide?: boolean; children: ReactNode }) {
  const { words, language, speak } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
    somethingWasShown();
  }, [title]);
  const other = (Object.keys(languages) as Language[]).find((one) => one !== language)!;
  return (
    <main className={styles.stage}>
      <title>{words.title(title)}</title>
      <div className={`${styles.panel} ${isWide ? styles.wide : ''}`}>
        <div className={styles.head}>
          <Mark size={40} />
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <p>{lead}</p>}
        </div>
        <div className={styles.card}>{children}</div>
        <div className={styles.foot}>
          <Button look="quiet" icon={<Languages size={16} aria-hidden />} onPress={() => speak(other)}>
            <span lang={other}>{languages[other]}</span>
          </Button>
        </div>
      </div>
    </main>
  );
}
