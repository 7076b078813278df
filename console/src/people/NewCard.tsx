import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import styles from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { ClockNote } from './ClockNote';
import type { ChosenDoor } from './DoorChoice';

/** A card whose number is known is put on a door. */
export default function NewCard({ door, isOpen, onClose }: { door: ChosenDoor; isOpen: boolean; onClose: () => void }) {
  const own = useRoomWords('people').card;
  return (
    <Dialog title={own.title(door.name)} isOpen={isOpen} onClose={onClose}>
      <CardForm door={door} onClose={onClose} />
    </Dialog>
  );
}

function CardForm({ door, onClose }: { door: ChosenDoor; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('people').card;
  const codes = words.doors.credentials;
  const queries = useQueryClient();
  const [given, setGiven] = useState({ name: '', number: '', startsAt: '', endsAt: '' });
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const set = (name: keyof typeof given) => (text: string) => setGiven({ ...given, [name]: text });
  const isNumberWrong = !/^\d{1,25}$/.test(given.number.trim());
  const isEndWrong = given.startsAt !== '' && given.endsAt !== '' && given.endsAt <= given.startsAt;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (isNumberWrong || isEndWrong) return;
    void run(async () => {
      const { number, name, startsAt, endsAt } = given;
      await api.post('/cards', { body: { lockIds: [door.id], number: number.trim(), name: name.trim() || undefined, startsAt: startsAt || undefined, endsAt: endsAt || undefined } });
      await queries.invalidateQueries({ queryKey: ['lockCredentials', door.id] });
      say(own.done);
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <TextField label={own.number} hint={own.numberHint} autoFocus inputMode="numeric" autoComplete="off" value={given.number} onChange={set('number')} error={isAsked && isNumberWrong ? own.numberWrong : undefined} />
      <TextField label={codes.name} hint={codes.nameHint} maxLength={100} value={given.name} onChange={set('name')} />
      <DateTimeField label={codes.starts} hint={words.times.local(door.timeZone)} zone={door.timeZone} value={given.startsAt} onChange={set('startsAt')} />
      <DateTimeField label={codes.ends} zone={door.timeZone} value={given.endsAt} onChange={set('endsAt')} error={isAsked && isEndWrong ? codes.endsBefore : undefined} />
      {(given.startsAt || given.endsAt) && <ClockNote zone={door.timeZone} startsAt={given.startsAt} endsAt={given.endsAt} />}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {own.act}
        </Button>
      </Acts>
    </Form>
  );
}
