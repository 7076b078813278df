import { LogOut, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { Button, type Selection } from 'react-aria-components';
import { useLocation } from 'wouter';
import { Menu, MenuItem, MenuSection } from '../parts/Menu';
import { logOut } from '../session/calls';
import { leave, useSession } from '../session/useSession';
import { languages, useSpeech, type Language } from '../words';
import styles from './Shell.module.css';
import { chooseTheme, chosenTheme, type Theme } from './theme';

const themes: Theme[] = ['system', 'light', 'dark'];
const only = <T,>(chosen: Selection) => [...chosen][0] as T;

export function PersonMenu() {
  const { words, language, speak } = useSpeech();
  const { session, tenant } = useSession();
  const [theme, setTheme] = useState(chosenTheme);
  const [, navigate] = useLocation();
  const name = session.person.displayName ?? session.person.login ?? words.shell.account;
  const goOut = () =>
    void logOut().finally(() => leave('loggedOut'));
  const trigger = (
    <Button className={styles.person!}>
      <span className={styles.initial} aria-hidden>
        {[...name][0]?.toUpperCase()}
      </span>
      <span className={styles.names}>
        <span>{name}</span>
        <small>{words.shell.roles[tenant.role]}</small>
      </span>
    </Button>
  );
  return (
    <Menu label={words.shell.account} trigger={trigger}>
      <MenuSection
        title={words.shell.theme}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[theme]}
        onSelectionChange={(chosen) => {
          chooseTheme(only<Theme>(chosen));
          setTheme(only<Theme>(chosen));
        }}
      >
        {themes.map((one) => (
          <MenuItem key={one} id={one}>
            {words.shell.themes[one]}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSection title={words.shell.language} selectionMode="single" disallowEmptySelection selectedKeys={[language]} onSelectionChange={(chosen) => speak(only<Language>(chosen))}>
        {(Object.keys(languages) as Language[]).map((one) => (
          <MenuItem key={one} id={one}>
            {languages[one]}
          </MenuItem>
        ))}
      </MenuSection>
      <MenuSection title={words.shell.account}>
        <MenuItem id="security" icon={<ShieldCheck size={16} aria-hidden />} onAction={() => navigate('/account')}>
          {words.shell.security}
        </MenuItem>
        <MenuItem id="logOut" icon={<LogOut size={16} aria-hidden />} onAction={goOut}>
          {words.shell.logOut}
        </MenuItem>
      </MenuSection>
    </Menu>
  );
}
