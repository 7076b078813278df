import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Copied } from '../parts/Copied';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import type { Lock } from './doorQueries';
import styles from './Lock.module.css';

interface Own {
  lock: Lock;
  isOpen: boolean;
  onClose: () => void;
}

export function NewPasscode({ lock, isOpen, onClose }: Own) {
  const words = useWords();
  const own = words.doors.credentials;
  const [digits, setDigits] = useState<string>();
  const close = () => {
    setDigits(undefined);
    onClose();
  };
  return (
    <Dialog title={digits === undefined ? own.makeTitle(lock.name) : own.made} isOpen={isOpen} onClose={close} isLasting={digits !== undefined}>
      {digits === undefined ? (
        <PasscodeForm lock={lock} onMade={setDigits} onClose={close} />
      ) : (
        <>
          <p>{own.madeBody}</p>
          <Copied text={digits} label={own.digits} />
          <Acts>
            <Button look="primary" onPress={close}>
              {words.acts.close}
            </Button>
          </Acts>
        </>
      )}
    </Dialog>
  );
}

function PasscodeForm({ lock, onMade, onClose }: { lock: Lock; onMade: (digits: string) => void; onClose: () => void }) {
  const words = useWords();
  const own = words.doors.credentials;
  const queries = useQueryClient();
  const [given, setGiven] = useState({ name: '', digits: '', startsAt: '', endsAt: '' });
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const set = (field: keyof typeof given) => (text: string) => setGiven({ ...given, [field]: text });
  const areDigitsWrong = given.digits !== '' && !/^\d{4,10}$/.test(given.digits);
  const isEndWrong = given.startsAt !== '' && given.endsAt !== '' && given.endsAt <= given.startsAt;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (areDigitsWrong || isEndWrong) return;
    void run(async () => {
      const told = Object.fromEntries(Object.entries({ ...given, name: given.name.trim() }).filter(([, text]) => text !== ''));
      const made = await api.post('/passcodes', { body: { lockIds: [lock.id], ...told } });
      await queries.invalidateQueries({ queryKey: ['lockCredentials', lock.id] });
      if (made.digits) return onMade(made.digits);
      say(words.acts.saved);
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <TextField label={own.name} hint={own.nameHint} autoFocus maxLength={100} value={given.name} onChange={set('name')} />
      <TextField label={own.digits} hint={own.digitsHint} inputMode="numeric" autoComplete="off" maxLength={10} value={given.digits} onChange={set('digits')} error={isAsked && areDigitsWrong ? own.digitsWrong : undefined} />
      <DateTimeField label={own.starts} hint={words.times.local(lock.timeZone)} zone={lock.timeZone} value={given.startsAt} onChange={set('startsAt')} />
      <DateTimeField label={own.ends} zone={lock.timeZone} value={given.endsAt} onChange={set('endsAt')} error={isAsked && isEndWrong ? own.endsBefore : undefined} />
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.making : own.make}
        </Button>
      </Acts>
    </Form>
  );
}
