import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Acts, Dialog } from '../parts/Dialog';
import { Button } from '../parts/Button';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import styles from './Lock.module.css';

/** The digits are asked for once, shown, and forgotten with the dialog. */
export function Reveal({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const words = useWords();
  const own = words.doors.credentials;
  const [digits, setDigits] = useState<string>();
  const { refusal, run } = useTask();
  useEffect(() => {
    void run(async () => setDigits((await api.post('/passcodes/{id}/reveal', { path: { id } })).digits));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- each asking is recorded: it is done once for each time that somebody opens this
  }, []);
  // Until the digits are there the step-up may be asked for, which is a dialog of its own.
  if (!digits && refusal === undefined) return <Skeleton width="6rem" />;
  return (
    <Dialog title={`${own.revealed}: ${name}`} isOpen onClose={onClose}>
      {refusal !== undefined ? <Notice tone="bad">{tell(refusal, words)}</Notice> : <p className={styles.digits}>{digits}</p>}
      {digits && <p className={styles.quiet}>{own.revealedBody}</p>}
      <Acts>
        <Button look="primary" onPress={onClose}>
          {words.acts.close}
        </Button>
      </Acts>
    </Dialog>
  );
}
