import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { ButtonLink } from '../parts/Button';
import { Skeleton } from '../parts/Empty';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { useAddressSecrets } from './addressToken';
import styles from './Session.module.css';
import { Stage } from './Stage';

/** Where the mail leads that shows whose an address is. The same link again says the same. */
export default function Verify() {
  const words = useWords();
  const mailed = useRoomWords('mailed');
  const own = mailed.verify;
  const code = useAddressSecrets().get('code') ?? '';
  const [isDone, finish] = useState(false);
  const { refusal, run } = useTask();
  useEffect(() => {
    if (!code) return;
    void run(async () => {
      await api.post('/account/email/verify', { body: { code } });
      finish(true);
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each link
  }, [code]);
  const isOver = refusal instanceof Problem && refusal.code === 'link-over';
  const [title, body] = !code ? [mailed.noToken, mailed.noTokenBody] : isDone ? [own.done, own.doneBody] : refusal ? [own.over, isOver ? own.overBody : tell(refusal, words)] : [own.working, undefined];
  return (
    <Stage title={title} lead={body}>
      <div className={styles.form}>
        {code && !isDone && !refusal ? (
          <Skeleton height="2.5rem" />
        ) : (
          <ButtonLink look="primary" isLarge href="/">
            {mailed.toLogIn}
          </ButtonLink>
        )}
      </div>
    </Stage>
  );
}
