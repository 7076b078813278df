import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { freeQuery, staysChanged, unitsQuery, type Site } from './bookingQueries';
import styles from './Bookings.module.css';
import { addDays, instantOf, todayIn, type Day } from './days';

/** What somebody pointed at; the last day with its night. */
export interface Wish {
  unitId?: string;
  first?: Day;
  last?: Day;
}

/** When guests come and leave, unless somebody says otherwise. */
const arrival = 15;
const departure = 11;

export default function NewBooking({ site, wish, onClose }: { site: Site; wish: Wish; onClose: () => void }) {
  const own = useRoomWords('bookings').create;
  return (
    <Dialog title={own.title} isOpen onClose={onClose}>
      <BookingForm site={site} wish={wish} onClose={onClose} />
    </Dialog>
  );
}

function BookingForm({ site, wish, onClose }: { site: Site; wish: Wish; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('bookings').create;
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const zone = site.timeZone;
  const first = wish.first ?? todayIn(zone);
  const [given, setGiven] = useState({
    name: '',
    email: '',
    telephone: '',
    because: '',
    startsAt: instantOf(first, arrival, zone),
    endsAt: instantOf(addDays(wish.last ?? first, 1), departure, zone),
    persons: '1',
    unitId: wish.unitId ?? '',
  });
  const [isBlock, block] = useState(false);
  const [isRequest, request] = useState(false);
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const set = (field: keyof typeof given) => (text: string) => setGiven({ ...given, [field]: text });
  const persons = Math.max(1, Math.round(Number(given.persons)) || 1);
  const units = useInfiniteQuery(unitsQuery(site.id)).data?.pages.flatMap((page) => page.items) ?? [];
  const free = useQuery(freeQuery(site.id, given.startsAt, given.endsAt, isBlock ? 1 : persons));
  const isEndWrong = given.startsAt !== '' && given.endsAt !== '' && given.endsAt <= given.startsAt;
  const wanted = units.find(({ id }) => id === given.unitId);
  const isTaken = wanted !== undefined && free.data !== undefined && !free.data.some(({ unit }) => unit.id === wanted.id);
  const options = [...(free.data ?? []).map(({ unit }) => unit), ...(wanted && (isTaken || !free.data) ? [{ id: wanted.id, name: isTaken ? own.takenOption(wanted.name) : wanted.name }] : [])];
  const needed = (text: string) => (isAsked && text.trim() === '' ? own.needed : undefined);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if ((!isBlock && given.name.trim() === '') || !given.startsAt || !given.endsAt || !given.unitId || isEndWrong) return;
    void run(async () => {
      const { startsAt, endsAt } = given;
      if (isBlock) {
        await api.post('/blocks', { body: { unitIds: [given.unitId], startsAt, endsAt, because: given.because.trim() || undefined } });
      } else {
        const guest = { name: given.name.trim(), email: given.email.trim() || undefined, telephone: given.telephone.trim() || undefined };
        const { id } = await api.post('/reservations', { body: { units: [{ id: given.unitId }], startsAt, endsAt, guest, guests: persons, isRequest } });
        navigate(`/bookings/${id}`);
      }

      await staysChanged(queries);
      say(isBlock ? own.doneBlock : own.done(given.name.trim()));
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {isBlock ? (
        <TextField label={own.because} hint={own.becauseHint} maxLength={200} value={given.because} onChange={set('because')} />
      ) : (
        <>
          <TextField label={own.guest} autoFocus autoComplete="off" maxLength={200} value={given.name} onChange={set('name')} error={needed(given.name)} />
          <div className={styles.two}>
            <TextField label={own.email} hint={own.told} type="email" autoComplete="off" value={given.email} onChange={set('email')} />
            <TextField label={own.telephone} hint={own.telephoneHint} type="tel" autoComplete="off" value={given.telephone} onChange={set('telephone')} />
          </div>
        </>
      )}
      <div className={styles.two}>
        <DateTimeField label={own.starts} hint={words.times.local(zone)} zone={zone} value={given.startsAt} onChange={set('startsAt')} error={needed(given.startsAt)} />
        <DateTimeField label={own.ends} zone={zone} value={given.endsAt} onChange={set('endsAt')} error={isEndWrong ? own.endBefore : needed(given.endsAt)} />
      </div>
      {free.error && <Notice tone="bad">{tell(free.error, words)}</Notice>}
      <div className={styles.two}>
        {!isBlock && <TextField label={own.persons} inputMode="numeric" maxLength={3} value={given.persons} onChange={set('persons')} />}
        <SearchedChoice
          label={own.room}
          options={options}
          value={given.unitId}
          onChange={set('unitId')}
          hint={free.isFetching && !free.data ? own.searching : free.data && own.free(free.data.length)}
          error={isTaken ? own.taken(wanted.name) : needed(given.unitId)}
        />
      </div>
      {!isBlock && (
        <Checkbox isSelected={isRequest} onChange={request}>
          <span>
            {own.asRequest} <span className={styles.small}>{own.asRequestHint}</span>
          </span>
        </Checkbox>
      )}
      <Checkbox isSelected={isBlock} onChange={block}>
        {own.block}
      </Checkbox>
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.working : isBlock ? own.submitBlock : own.submit}
        </Button>
      </Acts>
    </Form>
  );
}
