import { Menu as MenuIcon } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../parts/Button';
import { Drawer } from '../parts/Dialog';
import { useWords } from '../words';
import { Brand } from './Brand';
import { LiveMark } from './LiveMark';
import { Navigation } from './Navigation';
import { PersonMenu } from './PersonMenu';
import styles from './Shell.module.css';
import { TenantSwitch } from './TenantSwitch';

/** Where there is no room beside the page: the menu comes when it is asked for. */
export default function TopBar() {
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
