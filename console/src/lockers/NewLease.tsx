import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Copied } from '../parts/Copied';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { lockersChanged, type Box } from './lockerQueries';
import styles from './Lockers.module.css';

interface Own {
  lockerId: string;
  box: Box;
  zone: string;
  onClose: () => void;
}

const kinds = ['rental', 'oneOpening', 'deposit', 'pickUp'] as const;
const day = 86_400_000;

/** Gives somebody a box for a time; the code is shown once. */
export function NewLease({ lockerId, box, zone, onClose }: Own) {
  const words = useWords();
  const own = useRoomWords('lockers').lease;
  const [digits, setDigits] = useState<string>();
  const isMade = digits !== undefined;
  return (
    <Dialog title={isMade ? own.made(box.number) : own.title(box.number)} isOpen onClose={onClose} isLasting={isMade}>
      {isMade ? (
        <>
          <p>{own.madeBody}</p>
          <Copied text={digits} label={own.digits} />
          <Acts>
            <Button look="primary" onPress={onClose}>
              {words.acts.close}
            </Button>
          </Acts>
        </>
      ) : (
        <LeaseForm lockerId={lockerId} box={box} zone={zone} onClose={onClose} onMade={setDigits} />
      )}
    </Dialog>
  );
}

function LeaseForm({ lockerId, box, zone, onClose, onMade }: Own & { onMade: (digits: string) => void }) {
  const words = useWords();
  const own = useRoomWords('lockers').lease;
  const queries = useQueryClient();
  const [kind, setKind] = useState<(typeof kinds)[number]>('rental');
  const [given, setGiven] = useState(() => {
    const now = new Date(Math.floor(Date.now() / 60_000) * 60_000);
    return { name: '', digits: '', startsAt: now.toISOString(), endsAt: new Date(now.getTime() + day).toISOString() };
  });
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const set = (field: keyof typeof given) => (text: string) => setGiven({ ...given, [field]: text });
  const areDigitsWrong = given.digits !== '' && !/^\d{4,10}$/.test(given.digits);
  const isEndWrong = !given.startsAt || !given.endsAt || given.endsAt <= given.startsAt;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (areDigitsWrong || isEndWrong) return;
    void run(async () => {
      const { startsAt, endsAt } = given;
      const body = { kind, box: box.number, startsAt, endsAt, name: given.name.trim() || undefined, digits: given.digits || undefined };
      const made = await api.post('/lockers/{id}/leases', { path: { id: lockerId }, body });
      await lockersChanged(queries, lockerId);
      if (made.digits) return onMade(made.digits);
      say(words.acts.saved);
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <TextField label={own.name} hint={own.nameHint} autoFocus autoComplete="off" maxLength={200} value={given.name} onChange={set('name')} />
      <Choice label={own.kind} value={kind} onChange={(id) => setKind(id as typeof kind)} options={kinds.map((id) => ({ id, name: own.kinds[id]! }))} />
      <div className={styles.two}>
        <DateTimeField label={own.starts} hint={words.times.local(zone)} zone={zone} value={given.startsAt} onChange={set('startsAt')} />
        <DateTimeField label={own.ends} zone={zone} value={given.endsAt} onChange={set('endsAt')} error={isAsked && isEndWrong ? own.endBefore : undefined} />
      </div>
      <TextField label={own.digits} hint={own.digitsHint} inputMode="numeric" autoComplete="off" maxLength={10} value={given.digits} onChange={set('digits')} error={isAsked && areDigitsWrong ? own.digitsWrong : undefined} />
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.working : own.submit}
        </Button>
      </Acts>
    </Form>
  );
}
