import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Problem, tell } from '../api/problems';
import { Button } from '../parts/Button';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { staysChanged, unitsQuery, type Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { shifted } from './days';
import { changeStay } from './changeStay';
import { nameOf } from './stayText';

export interface Move {
  stay: Reservation;
  /** By so many days. */
  by: number;
  fromUnitId: string;
  unitId: string;
  part: 'all' | 'end';
}

/** To other days or into another room: what was dropped in the calendar is asked about here, and whoever has no pointer types it. */
export default function MoveBooking({ move, onClose }: { move: Move; onClose: () => void }) {
  const own = useRoomWords('bookings');
  return (
    <Dialog title={own.move.title(nameOf(move.stay, own))} isOpen onClose={onClose}>
      <MoveForm move={move} onClose={onClose} />
    </Dialog>
  );
}

function MoveForm({ move: { stay, by, fromUnitId, unitId, part }, onClose }: { move: Move; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('bookings');
  const queries = useQueryClient();
  const zone = stay.timeZone;
  const isThere = stay.state === 'checkedIn';
  const hasSeveral = stay.units.length > 1;
  const units = useInfiniteQuery(unitsQuery(stay.site.id)).data?.pages.flatMap((page) => page.items) ?? [];
  const [given, setGiven] = useState({ startsAt: shifted(stay.startsAt, part === 'all' ? by : 0, zone), endsAt: shifted(stay.endsAt, by, zone), unitId });
  const { isWorking, refusal, run } = useTask();
  const isEndWrong = !given.startsAt || !given.endsAt || given.endsAt <= given.startsAt;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isEndWrong) return;
    void run(async () => {
      const others = stay.units.filter(({ id }) => id !== fromUnitId).map(({ id }) => ({ id }));
      const isElsewhere = given.unitId !== fromUnitId;
      try {
        await changeStay(stay, {
          ...(isThere ? undefined : { startsAt: given.startsAt }),
          endsAt: given.endsAt,
          ...(isElsewhere ? { units: [...others, { id: given.unitId }] } : undefined),
        });
      } catch (error) {
        await staysChanged(queries, stay.id);
        throw error;
      }

      await staysChanged(queries, stay.id);
      say(own.move.done);
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{refusalText(refusal)}</Notice>}
      {hasSeveral && <Notice>{own.move.several}</Notice>}
      {isThere && <Notice>{own.move.onlyEnd}</Notice>}
      <div className={styles.two}>
        {!isThere && <DateTimeField label={own.create.starts} hint={words.times.local(zone)} zone={zone} value={given.startsAt} onChange={(startsAt) => setGiven({ ...given, startsAt })} />}
        <DateTimeField label={own.create.ends} hint={isThere ? words.times.local(zone) : undefined} zone={zone} value={given.endsAt} onChange={(endsAt) => setGiven({ ...given, endsAt })} error={isEndWrong ? own.create.endBefore : undefined} />
      </div>
      {!isThere && <SearchedChoice label={own.create.room} options={units} value={given.unitId} onChange={(id) => setGiven({ ...given, unitId: id || fromUnitId })} />}
      <p className={styles.quiet}>
        {own.move.body} {given.unitId !== fromUnitId && own.move.otherRoom}
      </p>
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.move.working : own.move.submit}
        </Button>
      </Acts>
    </Form>
  );

  function refusalText(error: unknown) {
    const code = error instanceof Problem ? error.code : '';
    return code === 'precondition-failed' ? own.move.changed : code === 'taken' ? own.move.taken : tell(error, words);
  }
}
