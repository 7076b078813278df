import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { ButtonLink } from '../parts/Button';
import { Skeleton } from '../parts/Empty';
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
  const { isSuccess, error } = useQuery({
    queryKey: ['verify', code],
    queryFn: () => api.post('/account/email/verify', { body: { code } }),
    enabled: code !== '',
    staleTime: Infinity,
    retry: false,
  });
  const isOver = error instanceof Problem && error.code === 'link-over';
  const [title, body] = !code ? [mailed.noToken, mailed.noTokenBody] : isSuccess ? [own.done, own.doneBody] : error ? [own.over, isOver ? own.overBody : tell(error, words)] : [own.working, undefined];
  return (
    <Stage title={title} lead={body}>
      <div className={styles.form}>
        {code && !isSuccess && !error ? (
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
