import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Problem, tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { Time } from '../parts/Time';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { staysChanged, type Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { changeStay } from './changeStay';
import { nameOf } from './stayText';

/** Who stays, where and how they are reached. */
export function StayFacts({ stay }: { stay: Reservation }) {
  const own = useRoomWords('bookings');
  const mayWrite = useMay('reservations:write');
  const [isEditing, edit] = useState(false);
  const { guest, timeZone: zone } = stay;
  const time = (at?: string) => at && <Time at={at} zone={zone} />;
  const facts: [string, React.ReactNode][] = [
    [own.stay.guest, nameOf(stay, own)],
    [own.stay.contact, [guest.email, guest.telephone].filter(Boolean).join(' · ') || own.stay.noContact],
    [own.stay.persons, own.guests(stay.guests)],
    [own.stay.rooms, stay.units.map(({ name }) => name).join(', ')],
    [own.stay.site, stay.site.name],
    [own.create.starts, time(stay.startsAt)],
    [own.create.ends, time(stay.endsAt)],
    [own.stay.arrived, time(stay.checkedInAt)],
    [own.stay.left, time(stay.checkedOutAt)],
    [own.stay.codesEarly, stay.earlyMinutes > 0 && own.stay.minutes(stay.earlyMinutes)],
    [own.stay.codesLonger, stay.extendMinutes > 0 && own.stay.minutes(stay.extendMinutes)],
    [own.stay.source, stay.source ?? stay.channel],
    [own.stay.order, stay.channelOrder],
    [own.stay.created, time(stay.createdAt)],
  ];
  const canEdit = mayWrite && ['requested', 'booked', 'checkedIn'].includes(stay.state);
  return (
    <Card title={own.stay.facts} act={canEdit && <Button onPress={() => edit(true)}>{own.stay.edit}</Button>}>
      <dl className={styles.facts}>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {isEditing && <EditGuest stay={stay} onClose={() => edit(false)} />}
    </Card>
  );
}

function EditGuest({ stay, onClose }: { stay: Reservation; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('bookings');
  const queries = useQueryClient();
  const { name = '', email = '', telephone = '' } = stay.guest;
  const [given, setGiven] = useState({ name, email, telephone, persons: String(stay.guests) });
  const { isWorking, refusal, run } = useTask();
  const set = (field: keyof typeof given) => (text: string) => setGiven({ ...given, [field]: text });
  const isNameWrong = given.name.trim() === '';
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isNameWrong) return;
    void run(async () => {
      const guest = { name: given.name.trim(), email: given.email.trim(), telephone: given.telephone.trim() };
      try {
        await changeStay(stay, { guest, guests: Math.max(1, Math.round(Number(given.persons)) || 1) });
      } finally {
        await staysChanged(queries, stay.id);
      }

      onClose();
    });
  };
  return (
    <Dialog title={own.stay.editTitle} isOpen isWorking={isWorking} onClose={onClose}>
      <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
        <p className={styles.quiet}>{own.stay.editBody}</p>
        {refusal !== undefined && <Notice tone="bad">{refusal instanceof Problem && refusal.code === 'precondition-failed' ? own.move.changed : tell(refusal, words)}</Notice>}
        <TextField label={own.create.guest} autoFocus maxLength={200} value={given.name} onChange={set('name')} error={isNameWrong ? own.create.needed : undefined} />
        <TextField label={own.create.email} type="email" autoComplete="off" value={given.email} onChange={set('email')} />
        <TextField label={own.create.telephone} hint={own.create.telephoneHint} type="tel" autoComplete="off" value={given.telephone} onChange={set('telephone')} />
        <TextField label={own.create.persons} inputMode="numeric" maxLength={3} value={given.persons} onChange={set('persons')} />
        <Acts>
          <Button onPress={onClose}>{words.acts.cancel}</Button>
          <Button type="submit" look="primary" isPending={isWorking}>
            {isWorking ? words.acts.saving : words.acts.save}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
