import { Button } from 'react-aria-components';
import { Tip } from '../parts/Tip';
import { useWords } from '../words';
import { useLiveState } from './live';
import styles from './Shell.module.css';

/** Whether what is shown is how it stands. */
export function LiveMark() {
  const { shell } = useWords();
  const state = useLiveState();
  return (
    <Tip text={shell.live.explained[state]}>
      <Button className={styles.live!} data-state={state}>
        <span className={styles.dot} aria-hidden />
        {shell.live[state]}
      </Button>
    </Tip>
  );
}
