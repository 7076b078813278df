import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { Button, ButtonLink } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { useAddressSecrets } from './addressToken';
import { NewPassword } from './NewPassword';
import { charactersLeft } from './passwordStrength';
import styles from './Session.module.css';
import { Stage } from './Stage';

/** Where the mail for a forgotten password leads. */
export default function Reset() {
  const mailed = useRoomWords('mailed');
  const own = mailed.reset;
  const secrets = useAddressSecrets();
  const [userId, token] = [secrets.get('user') ?? '', secrets.get('token') ?? ''];
  const [ended, end] = useState<{ token: string; isOver: boolean }>();
  const ending = ended?.token === token ? ended : undefined;
  const isComplete = userId !== '' && token !== '';
  if (isComplete && !ending) {
    return (
      <Stage title={own.title} lead={own.lead}>
        <AnotherPassword key={token} userId={userId} token={token} onEnd={(isOver) => end({ token, isOver })} />
      </Stage>
    );
  }

  const [title, body] = !isComplete ? [mailed.noToken, mailed.noTokenBody] : ending!.isOver ? [own.over, own.overBody] : [own.done, own.doneBody];
  return (
    <Stage title={title} lead={body}>
      <div className={styles.form}>
        {ending && !ending.isOver ? (
          <ButtonLink look="primary" isLarge href="/">
            {mailed.toLogIn}
          </ButtonLink>
        ) : (
          <ButtonLink look="primary" isLarge href="/forgot">
            {own.again}
          </ButtonLink>
        )}
      </div>
    </Stage>
  );
}

function AnotherPassword({ userId, token, onEnd }: { userId: string; token: string; onEnd: (isOver: boolean) => void }) {
  const words = useWords();
  const own = useRoomWords('mailed').reset;
  const [password, setPassword] = useState('');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (charactersLeft(password) > 0) return;
    void run(async () => {
      try {
        await api.post('/account/password-reset/confirm', { body: { userId, token, password } });
        onEnd(false);
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'link-over') throw error;
        onEnd(true);
      }
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <NewPassword autoFocus value={password} onChange={setPassword} isAsked={isAsked} />
      <Button type="submit" look="primary" isLarge isPending={isWorking}>
        {isWorking ? own.acting : own.act}
      </Button>
    </Form>
  );
}
