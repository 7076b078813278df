import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import type { Session } from './calls';
import { whyNoPasskeys } from './passkeyPlace';
import { stepUpByPasskey } from './passkeys';
import styles from './Session.module.css';
import { usePrompt } from './usePrompt';
import { useSession } from './useSession';

/** Asks the person to prove anew who they are. */
export default function StepUp({ onAnswer }: { onAnswer: (session?: Session) => void }) {
  const words = useWords();
  return (
    <Dialog title={words.session.stepUp.title} isOpen onClose={() => onAnswer()}>
      <Proof onProven={onAnswer} onCancel={() => onAnswer()} />
    </Dialog>
  );
}

function Proof({ onProven, onCancel }: { onProven: (session: Session) => void; onCancel: () => void }) {
  const words = useWords();
  const own = words.session;
  const { session } = useSession();
  const [proof, setProof] = useState('');
  const { isWorking, refusal, run, forget } = useTask();
  const prompt = usePrompt();
  // Who has passkeys alone has recovery codes too.
  const byCode = session.secondFactor.hasTotp || session.secondFactor.passkeys > 0;
  const hasPasskey = session.secondFactor.passkeys > 0 && !whyNoPasskeys();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!proof) return;
    prompt.giveUp();
    void run(async () => onProven(await api.post('/session/step-up', { body: byCode ? { code: proof.trim() } : { password: proof } })));
  };
  const byPasskey = () => {
    forget();
    void prompt.ask(async (signal) => onProven(await stepUpByPasskey(signal)));
  };
  const wrong = refusal ?? prompt.refusal;
  return (
    <Form onSubmit={submit} validationBehavior="aria" className={styles.form!}>
      <p>{own.stepUp.body}</p>
      {wrong !== undefined && <Notice tone="bad">{tell(wrong, words)}</Notice>}
      {hasPasskey && (
        <>
          <Button look="primary" isLarge autoFocus icon={<KeyRound size={18} aria-hidden />} isPending={prompt.isOpen} isDisabled={isWorking} onPress={byPasskey}>
            {own.usePasskey}
          </Button>
          <p className={styles.or}>{own.or}</p>
        </>
      )}
      <input type="text" name="username" autoComplete="username" value={session.person.login} readOnly hidden />
      {byCode ? (
        <TextField key="code" label={own.code} hint={own.codeHint} autoComplete="one-time-code" autoFocus={!hasPasskey} value={proof} onChange={setProof} />
      ) : (
        <TextField key="password" label={own.password} type="password" autoComplete="current-password" autoFocus value={proof} onChange={setProof} />
      )}
      <Acts>
        <Button onPress={onCancel}>{words.acts.cancel}</Button>
        <Button type="submit" look={hasPasskey ? 'plain' : 'primary'} isPending={isWorking}>
          {own.stepUp.act}
        </Button>
      </Acts>
    </Form>
  );
}
