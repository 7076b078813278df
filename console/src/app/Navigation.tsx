import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { may } from '../session/permissions';
import { useSession } from '../session/useSession';
import { useWords } from '../words';
import { areas } from './areas';
import styles from './Shell.module.css';

export function Navigation() {
  const words = useWords();
  const { tenant } = useSession();
  const [path] = useLocation();
  return (
    <nav aria-label={words.areas.label}>
      <ul className={styles.nav}>
        {areas
          .filter((area) => may(tenant, area.needs))
          .map(({ id, href, icon: Icon }) => (
            <li key={id}>
              <Link href={href} className={styles.link!} aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}>
                <Icon size={18} aria-hidden />
                {words.areas[id]}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
