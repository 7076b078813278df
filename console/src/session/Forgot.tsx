import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button, ButtonLink } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Session.module.css';
import { Stage } from './Stage';

/** A forgotten password: the mail goes to the address alone, and what is said here is the same whoever has it. */
export default function Forgot() {
  const words = useWords();
  const mailed = useRoomWords('mailed');
  const own = mailed.forgot;
  const [email, setEmail] = useState('');
  const [isAsked, ask] = useState(false);
  const [isDone, finish] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!email.trim()) return;
    void run(async () => {
      await api.post('/account/password-reset', { body: { email: email.trim() } });
      finish(true);
    });
  };
  return (
    <Stage title={isDone ? own.done : own.title} lead={isDone ? own.doneBody : own.lead}>
      {isDone ? (
        <div className={styles.form}>
          <ButtonLink look="primary" isLarge href="/">
            {mailed.toLogIn}
          </ButtonLink>
        </div>
      ) : (
        <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
          {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
          <TextField label={own.email} type="email" name="email" autoComplete="username" autoFocus value={email} onChange={setEmail} error={isAsked && !email.trim() ? words.session.required(own.email) : undefined} />
          <Button type="submit" look="primary" isLarge isPending={isWorking}>
            {isWorking ? own.acting : own.act}
          </Button>
          <ButtonLink look="quiet" href="/">
            {mailed.toLogIn}
          </ButtonLink>
        </Form>
      )}
    </Stage>
  );
}
