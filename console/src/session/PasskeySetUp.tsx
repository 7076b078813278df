import { useState } from 'react';
import { Form } from 'react-aria-components';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { addPasskey } from './passkeys';
import { RecoveryCodes } from './RecoveryCodes';
import styles from './Session.module.css';
import { usePrompt } from './usePrompt';

/** As browsers that tell it call the machine; people may write something better. */
const machine = () => (navigator as { userAgentData?: { platform?: string } }).userAgentData?.platform ?? '';

export function PasskeySetUp({ onDone, onBack }: { onDone: () => void; onBack?: () => void }) {
  const words = useWords();
  const own = useRoomWords('passkeys');
  const [name, setName] = useState(machine);
  const [isAsked, ask] = useState(false);
  const [codes, setCodes] = useState<string[]>();
  const { isOpen, refusal, ask: prompt, giveUp } = usePrompt();
  const [isSending, send] = useState(false);
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!name.trim()) return;
    void prompt(async (signal) => {
      try {
        const { recoveryCodes } = await addPasskey(name.trim(), signal, () => send(true));
        // Those from before still hold where there are no new ones.
        if (recoveryCodes.length > 0) setCodes(recoveryCodes);
        else onDone();
      } finally {
        send(false);
      }
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      <p>{own.how}</p>
      <TextField label={own.name} hint={own.nameHint} autoFocus autoComplete="off" maxLength={100} value={name} onChange={setName} error={isAsked && !name.trim() ? words.session.required(own.name) : undefined} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <div className={styles.acts}>
        {onBack && (
          <Button
            // What the server has taken is not left: its recovery codes are shown once.
            isDisabled={isSending}
            onPress={() => {
              giveUp();
              onBack();
            }}
          >
            {words.acts.back}
          </Button>
        )}
        <Button type="submit" look="primary" isPending={isOpen}>
          {isOpen ? own.making : own.make}
        </Button>
      </div>
    </Form>
  );
}
