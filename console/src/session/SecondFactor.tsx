import { KeyRound, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { addPasskey, canUsePasskeys } from './calls';
import styles from './Session.module.css';
import { TotpSetUp } from './TotpSetUp';

export function SecondFactorChoice({ onDone }: { onDone: () => void }) {
  const { session } = useWords();
  const own = session.enrol;
  const [chosen, choose] = useState<'app' | 'passkey'>();
  if (chosen === 'app') return <TotpSetUp onDone={onDone} onBack={() => choose(undefined)} />;
  if (chosen === 'passkey') return <PasskeySetUp onDone={onDone} onBack={() => choose(undefined)} />;
  return (
    <div className={styles.choices}>
      <div className={styles.choice}>
        <Smartphone size={22} aria-hidden />
        <div>
          <h2>{own.app}</h2>
          <p>{own.appBody}</p>
        </div>
        <Button look="primary" onPress={() => choose('app')}>
          {own.start}
        </Button>
      </div>
      <div className={styles.choice}>
        <KeyRound size={22} aria-hidden />
        <div>
          <h2>{own.passkey}</h2>
          <p>{canUsePasskeys() ? own.passkeyBody : own.noPasskeys}</p>
        </div>
        <Button isDisabled={!canUsePasskeys()} onPress={() => choose('passkey')}>
          {own.passkeyAct}
        </Button>
      </div>
    </div>
  );
}

function PasskeySetUp({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const words = useWords();
  const own = words.session.enrol;
  const [name, setName] = useState(own.passkeyDefault);
  const { isWorking, refusal, run } = useTask();
  const make = () =>
    void run(async () => {
      await addPasskey(name.trim() || own.passkeyDefault);
      onDone();
    });
  return (
    <div className={styles.form}>
      <TextField label={own.passkeyName} value={name} onChange={setName} maxLength={60} />
      {refusal !== undefined && <Notice tone="bad">{refusal instanceof DOMException ? words.session.passkeyCancelled : tell(refusal, words)}</Notice>}
      <div className={styles.acts}>
        <Button onPress={onBack}>{words.acts.back}</Button>
        <Button look="primary" isPending={isWorking} onPress={make}>
          {own.passkeyAct}
        </Button>
      </div>
    </div>
  );
}
