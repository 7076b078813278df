import { ExternalLink, QrCode } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button, ButtonLink } from '../parts/Button';
import { Card } from '../parts/Card';
import { Copied } from '../parts/Copied';
import { Acts, Dialog } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useMay, useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import type { Reservation } from './bookingQueries';
import styles from './Bookings.module.css';

/** What the guest opens the doors with. Looking at it is a reveal: asked for by a press, recorded, and forgotten with the dialog. */
export function GuestPage({ stay }: { stay: Reservation }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('bookings').page;
  const { tenant } = useSession();
  const mayReveal = useMay('pins:reveal');
  const [shown, show] = useState<{ id: string; room: string }>();
  const codes = stay.codes.filter(({ isRevoked }) => !isRevoked);
  const roomOf = (unitId: string) => stay.units.find(({ id }) => id === unitId)?.name ?? '';
  const text = (at?: string) => (at ? timeText(at, 'short', locale, stay.timeZone) : '');
  return (
    <Card title={own.title}>
      <p className={styles.quiet}>{codes.length > 0 ? own.body : stay.codes.length > 0 ? own.over : own.none}</p>
      <ul className={styles.rows}>
        {codes.map((code) => {
          const room = roomOf(code.unitId);
          return (
            <li key={code.id} className={styles.row}>
              <div className={styles.rowMain}>
                <h3 className={styles.rowTitle}>{room}</h3>
                <div className={styles.quiet}>{own.until(text(code.startsAt), text(code.endsAt))}</div>
                {code.doors.map(({ lock, status }) => (
                  <div key={lock.id} className={styles.small}>
                    {own.door(lock.name, own.status[status] ?? status)}
                  </div>
                ))}
              </div>
              <Button icon={<QrCode size={16} aria-hidden />} isDisabled={!mayReveal} onPress={() => show({ id: code.id, room })}>
                {own.show(room)}
              </Button>
            </li>
          );
        })}
      </ul>
      {codes.length > 0 && !mayReveal && <p className={styles.small}>{words.shell.notAllowed(words.shell.roles[tenant.role])}</p>}
      {shown && <ShownPage {...shown} onClose={() => show(undefined)} />}
    </Card>
  );
}

function ShownPage({ id, room, onClose }: { id: string; room: string; onClose: () => void }) {
  const { words } = useSpeech();
  const own = useRoomWords('bookings').page;
  const [told, setTold] = useState<{ digits?: string; page?: string }>();
  const { refusal, run } = useTask();
  useEffect(() => {
    void run(async () => setTold(await api.post('/passcodes/{id}/reveal', { path: { id } })));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- each asking is recorded: it is done once for each time that somebody opens this
  }, []);
  // Until it is there the step-up may be asked for, which is a dialog of its own.
  if (!told && refusal === undefined) return <Skeleton width="6rem" />;
  const address = told?.page && new URL(told.page, location.origin).href;
  return (
    <Dialog title={`${own.shown}: ${room}`} isOpen onClose={onClose}>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {told && (
        <>
          <p className={styles.quiet}>{own.shownBody}</p>
          {address ? <Copied text={address} label={own.address} /> : <p>{own.nothing}</p>}
          {told.digits && (
            <p>
              <span className={styles.small}>{own.digits}</span>
              <br />
              <span className={styles.digits}>{told.digits}</span>
            </p>
          )}
        </>
      )}
      <Acts>
        <Button onPress={onClose}>{words.acts.close}</Button>
        {address && (
          <ButtonLink look="primary" href={address} target="_blank" rel="noopener noreferrer" icon={<ExternalLink size={16} aria-hidden />}>
            {own.open}
          </ButtonLink>
        )}
      </Acts>
    </Dialog>
  );
}
