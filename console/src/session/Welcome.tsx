import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { Button, ButtonLink } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { useAddressToken } from './addressToken';
import { logOut } from './calls';
import { NewPassword } from './NewPassword';
import { charactersLeft } from './passwordStrength';
import styles from './Session.module.css';
import { Stage } from './Stage';
import { leave, useSessionState } from './useSession';

/** What became of the link that was opened. */
type Ending = { token: string; grants: number } | { token: string; isOver: true };

/** Where the mail to an invited person leads: their first password. */
export default function Welcome() {
  const own = useRoomWords('welcome');
  const token = useAddressToken();
  const state = useSessionState();
  const [ended, end] = useState<Ending>();
  const ending = ended?.token === token ? ended : undefined;
  const person = state.stage === 'loggedIn' ? state.session.person : undefined;
  const isOver = ending !== undefined && 'isOver' in ending;
  const isAsked = token !== '' && !person && !ending;
  const title = !token ? own.noToken : person ? own.other : isOver ? own.over : ending ? own.done : own.title;
  // One stage for all of it: what comes next takes the focus to its heading.
  return (
    <Stage title={title} lead={isAsked ? own.lead : undefined}>
      {isAsked ? (
        <FirstPassword key={token} token={token} onAccepted={(grants) => end({ token, grants })} onOver={() => end({ token, isOver: true })} />
      ) : (
        <div className={styles.form}>
          {person ? (
            <SomebodyElse name={person.displayName ?? person.login ?? person.id} hasToken={token !== ''} />
          ) : (
            <>
              {ending && 'grants' in ending && ending.grants > 0 && <p>{own.grants(ending.grants)}</p>}
              <p>{!token ? own.noTokenBody : isOver ? own.overBody : own.doneBody}</p>
              <ButtonLink look="primary" isLarge href="/">
                {own.toLogIn}
              </ButtonLink>
            </>
          )}
        </div>
      )}
    </Stage>
  );
}

function FirstPassword({ token, onAccepted, onOver }: { token: string; onAccepted: (grants: number) => void; onOver: () => void }) {
  const words = useWords();
  const own = useRoomWords('welcome');
  const [password, setPassword] = useState('');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (charactersLeft(password) > 0) return;
    void run(async () => {
      try {
        onAccepted((await api.post('/invitations/accept', { body: { token, password } })).grants);
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'not-authenticated') throw error;
        onOver();
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

/** An invited person has no password yet, so whoever is logged in is another, or came back after all was done. */
function SomebodyElse({ name, hasToken }: { name: string; hasToken: boolean }) {
  const words = useWords();
  const own = useRoomWords('welcome');
  const { isWorking, run } = useTask();
  const goOut = () => void run(() => logOut().finally(() => leave()));
  return (
    <>
      <p>{hasToken ? own.otherBody(name) : `${own.noTokenBody} ${own.otherDone(name)}`}</p>
      {hasToken && (
        <Button look="primary" isLarge isPending={isWorking} onPress={goOut}>
          {words.shell.logOut}
        </Button>
      )}
      <ButtonLink look={hasToken ? 'plain' : 'primary'} isLarge href="/">
        {own.toConsole}
      </ButtonLink>
    </>
  );
}
