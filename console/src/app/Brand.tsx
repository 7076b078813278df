import { Link } from 'react-aria-components';
import { useWords } from '../words';
import { Mark } from './Mark';
import styles from './Shell.module.css';

export function Brand() {
  const words = useWords();
  return (
    <Link href="/" className={styles.brand!}>
      <Mark />
      {words.product}
    </Link>
  );
}
