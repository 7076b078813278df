import { Menu as MenuIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { Button } from '../parts/Button';
import { Drawer } from '../parts/Dialog';
import { useMatches } from '../parts/useMatches';
import { useWords } from '../words';
import { LiveMark } from './LiveMark';
import { Mark } from './Mark';
import { Navigation } from './Navigation';
import { PersonMenu } from './PersonMenu';
import styles from './Shell.module.css';
import { TenantSwitch } from './TenantSwitch';

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
        <TopBar />
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

function Brand() {
  const words = useWords();
  return (
    <Link href="/" className={styles.brand!}>
      <Mark />
      {words.product}
    </Link>
  );
}

function TopBar() {
  const words = useWords();
  const [path] = useLocation();
  const [openAt, setOpenAt] = useState<string>();
  return (
    <header className={styles.top}>
      <Button look="quiet" aria-label={words.shell.menu} icon={<MenuIcon size={20} aria-hidden />} onPress={() => setOpenAt(path)} />
      <Brand />
      <LiveMark />
      {/* Whoever has chosen a page is there: the menu is over. */}
      <Drawer title={words.shell.menu} side="start" isOpen={openAt === path} onClose={() => setOpenAt(undefined)}>
        <TenantSwitch />
        <Navigation />
        <PersonMenu />
      </Drawer>
    </header>
  );
}
