import { Suspense, type ReactNode } from 'react';
import { lazyPart } from '../parts/lazyPart';
import { useMatches } from '../parts/useMatches';
import { useWords } from '../words';
import { Brand } from './Brand';
import { LiveMark } from './LiveMark';
import { Navigation } from './Navigation';
import { PersonMenu } from './PersonMenu';
import styles from './Shell.module.css';
import { TenantSwitch } from './TenantSwitch';

const TopBar = lazyPart(() => import('./TopBar'));

/** What stands around every page. */
export function Shell({ children }: { children: ReactNode }) {
  const words = useWords();
  const isNarrow = useMatches('(max-width: 56rem)');
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {words.skip}
      </a>
      {isNarrow ? (
        <Suspense fallback={<header className={styles.top} />}>
          <TopBar />
        </Suspense>
      ) : (
        <header className={styles.side}>
          <div className={styles.column}>
            <Brand />
            <TenantSwitch />
            <Navigation />
            <div className={styles.foot}>
              <LiveMark />
              <PersonMenu />
            </div>
          </div>
        </header>
      )}
      <main id="content" tabIndex={-1} className={styles.main}>
        <div className={styles.content}>{children}</div>
      </main>
    </div>
  );
}
