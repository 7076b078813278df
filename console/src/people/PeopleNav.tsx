import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useMay } from '../session/useSession';
import { useRoomWords } from '../words/rooms';
import styles from './People.module.css';

/** The pages of the area. */
export function PeopleNav() {
  const own = useRoomWords('people').nav;
  const [path] = useLocation();
  const pages = [
    { href: '/people', name: own.members, isOpen: useMay('people:read') },
    { href: '/people/access', name: own.access, isOpen: useMay('grants:read') },
    { href: '/people/credentials', name: own.codes, isOpen: useMay('credentials:read') },
    { href: '/people/import', name: own.import, isOpen: useMay('grants:write') },
  ];
  return (
    <nav aria-label={own.label}>
      <ul className={styles.nav}>
        {pages
          .filter(({ isOpen }) => isOpen)
          .map(({ href, name }) => (
            <li key={href}>
              <Link href={href} className={styles.navLink!} aria-current={path === href ? 'page' : undefined}>
                {name}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
