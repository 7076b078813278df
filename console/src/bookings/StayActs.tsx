import { useQueryClient } from '@tanstack/react-query';
import { CalendarX2, Check, LogIn, LogOut, MoveRight, X } from 'lucide-react';
import { Suspense, useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Confirm } from '../parts/Confirm';
import { Notice } from '../parts/Notice';
import { lazyPart } from '../parts/lazyPart';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay, useSession } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { staysChanged, type Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { nameOf } from './stayText';

const MoveBooking = lazyPart(() => import('./MoveBooking'));

type Act = 'approve' | 'refuse' | 'check-in' | 'check-out' | 'cancel';

/** What can be done with a stay as it is now. What cannot be taken back is asked about, with what follows. */
export function StayActs({ stay }: { stay: Reservation }) {
  const words = useWords();
  const own = useRoomWords('bookings');
  const { tenant } = useSession();
  const mayWrite = useMay('reservations:write');
  const queries = useQueryClient();
  const [asked, ask] = useState<Act | 'move'>();
  const { isWorking, refusal, run } = useTask();
  const guest = nameOf(stay, own);
  const act = async (what: Act, done: string) => {
    try {
      await api.post(`/reservations/{id}/${what}`, { path: { id: stay.id } });
    } finally {
      await staysChanged(queries, stay.id);
    }

    say(done);
  };
  const { state } = stay;
  const isOpen = ['requested', 'booked', 'maintenance', 'checkedIn'].includes(state);
  if (!isOpen) return null;
  const button = (what: Act | 'move', text: string, icon: ReactNode, look?: 'primary') => (
    <Button key={what} look={look} icon={icon} isDisabled={!mayWrite} onPress={() => ask(what)}>
      {text}
    </Button>
  );
  return (
    <>
      <div className={styles.acts}>
        {state === 'requested' && button('approve', own.acts.approve, <Check size={16} aria-hidden />, 'primary')}
        {state === 'requested' && button('refuse', own.acts.refuse, <X size={16} aria-hidden />)}
        {state === 'booked' && (
          <Button look="primary" icon={<LogIn size={16} aria-hidden />} isDisabled={!mayWrite} isPending={isWorking} onPress={() => void run(() => act('check-in', own.acts.checkedIn))}>
            {own.acts.checkIn}
          </Button>
        )}
        {state === 'checkedIn' && button('check-out', own.acts.checkOut, <LogOut size={16} aria-hidden />, 'primary')}
        {button('move', own.move.act, <MoveRight size={16} aria-hidden />)}
        {state !== 'checkedIn' && state !== 'requested' && button('cancel', state === 'maintenance' ? own.acts.cancelBlock : own.acts.cancel, <CalendarX2 size={16} aria-hidden />)}
      </div>
      {!mayWrite && <p className={styles.small}>{words.shell.notAllowed(words.shell.roles[tenant.role])}</p>}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Confirm title={own.acts.approveTitle} body={own.acts.approveBody(guest)} act={own.acts.approve} isOpen={asked === 'approve'} onClose={() => ask(undefined)} onConfirm={() => act('approve', own.acts.done)} />
      <Confirm title={own.acts.refuseTitle} body={own.acts.refuseBody} act={own.acts.refuse} isOpen={asked === 'refuse'} onClose={() => ask(undefined)} onConfirm={() => act('refuse', own.acts.done)} />
      <Confirm title={own.acts.checkOutTitle} body={own.acts.checkOutBody(guest)} act={own.acts.checkOut} isOpen={asked === 'check-out'} onClose={() => ask(undefined)} onConfirm={() => act('check-out', own.acts.checkedOut)} />
      <Confirm
        title={state === 'maintenance' ? own.acts.cancelBlockTitle : own.acts.cancelTitle}
        body={state === 'maintenance' ? own.acts.cancelBlockBody : own.acts.cancelBody(guest)}
        act={state === 'maintenance' ? own.acts.cancelBlock : own.acts.cancel}
        isOpen={asked === 'cancel'}
        onClose={() => ask(undefined)}
        onConfirm={() => act('cancel', own.acts.done)}
      />
      <Suspense>{asked === 'move' && <MoveBooking move={{ stay, by: 0, fromUnitId: stay.units[0]!.id, unitId: stay.units[0]!.id, part: 'all' }} onClose={() => ask(undefined)} />}</Suspense>
    </>
  );
}
