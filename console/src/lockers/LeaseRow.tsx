import { useQueryClient } from '@tanstack/react-query';
import { CalendarClock, Eye, Send, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Confirm } from '../parts/Confirm';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { leaseName, leaseSpan } from './boxText';
import { lockersChanged, type Lease } from './lockerQueries';
import styles from './Lockers.module.css';

const tones = { reserved: 'plain', inUse: 'accent', overdue: 'warn' } as Record<string, 'plain' | 'accent' | 'warn'>;

interface Own {
  lockerId: string;
  lease: Lease;
  zone: string;
}

/** Who has a box, or will have it, and for how long. */
export function LeaseRow({ lockerId, lease, zone }: Own) {
  const { locale } = useSpeech();
  const all = useRoomWords('lockers');
  const own = all.lease;
  const mayWrite = useMay('credentials:write');
  const mayReveal = useMay('pins:reveal');
  const queries = useQueryClient();
  const [asked, ask] = useState<'extend' | 'reveal' | 'send' | 'end'>();
  const name = leaseName(lease, all);
  const close = () => ask(undefined);
  const end = async () => {
    await api.delete('/box-leases/{id}', { path: { id: lease.id } });
    await lockersChanged(queries, lockerId);
    say(own.ended);
  };
  const isHold = lease.kind === 'hold';
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <div className={styles.rowTitle}>
          {name}
          <Badge tone={tones[lease.stage]}>{own.stages[lease.stage]}</Badge>
        </div>
        <div className={styles.small}>
          {own.kinds[lease.kind]} · {leaseSpan(lease, zone, locale, all)}
        </div>
      </div>
      <div className={styles.acts}>
        {!isHold && mayWrite && <Button look="quiet" icon={<CalendarClock size={16} aria-hidden />} aria-label={`${own.extend}: ${name}`} onPress={() => ask('extend')}>{own.extend}</Button>}
        {!isHold && mayReveal && <Button look="quiet" icon={<Eye size={16} aria-hidden />} aria-label={`${own.reveal}: ${name}`} onPress={() => ask('reveal')}>{own.reveal}</Button>}
        {!isHold && mayReveal && <Button look="quiet" icon={<Send size={16} aria-hidden />} aria-label={`${own.send}: ${name}`} onPress={() => ask('send')}>{own.send}</Button>}
        {mayWrite && <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} aria-label={`${own.end}: ${name}`} onPress={() => ask('end')}>{own.end}</Button>}
      </div>
      {asked === 'extend' && <Extend lockerId={lockerId} lease={lease} zone={zone} onClose={close} />}
      {asked === 'reveal' && <Reveal id={lease.id} name={name} onClose={close} />}
      {asked === 'send' && <SendCode id={lease.id} name={name} onClose={close} />}
      <Confirm title={own.endTitle(name)} body={own.endBody} act={own.end} isOpen={asked === 'end'} onClose={close} onConfirm={end} />
    </li>
  );
}

function Extend({ lockerId, lease, zone, onClose }: Own & { onClose: () => void }) {
  const words = useWords();
  const all = useRoomWords('lockers');
  const own = all.lease;
  const queries = useQueryClient();
  const [endsAt, setEnd] = useState(lease.endsAt ?? '');
  const { isWorking, refusal, run } = useTask();
  const isWrong = !endsAt || endsAt <= lease.startsAt;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    void run(async () => {
      await api.patch('/box-leases/{id}', { path: { id: lease.id }, body: { endsAt } });
      await lockersChanged(queries, lockerId);
      say(own.extended);
      onClose();
    });
  };
  return (
    <Dialog title={own.extendTitle(leaseName(lease, all))} isOpen isWorking={isWorking} onClose={onClose}>
      <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <DateTimeField label={own.ends} hint={words.times.local(zone)} zone={zone} value={endsAt} onChange={setEnd} error={isWrong ? own.endBefore : undefined} />
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

/** Asked for once, shown, and forgotten with the dialog. */
function Reveal({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('lockers').lease;
  const [digits, setDigits] = useState<string>();
  const { refusal, run } = useTask();
  useEffect(() => {
    void run(async () => setDigits((await api.post('/box-leases/{id}/reveal', { path: { id } })).digits));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- each asking is recorded: it is done once for each time that somebody opens this
  }, []);
  // Until the digits are there the step-up may be asked for, which is a dialog of its own.
  if (!digits && refusal === undefined) return <Skeleton width="6rem" />;
  return (
    <Dialog title={own.revealed(name)} isOpen onClose={onClose}>
      {refusal !== undefined ? <Notice tone="bad">{tell(refusal, words)}</Notice> : <p className={styles.digits}>{digits}</p>}
      {digits && <p className={styles.quiet}>{own.revealedBody}</p>}
      <Acts>
        <Button look="primary" onPress={onClose}>
          {words.acts.close}
        </Button>
      </Acts>
    </Dialog>
  );
}

function SendCode({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('lockers').lease;
  const [given, setGiven] = useState({ email: '', telephone: '' });
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const email = given.email.trim();
  const telephone = given.telephone.trim();
  const isNowhere = !email && !telephone;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (isNowhere) return;
    void run(async () => {
      await api.post('/box-leases/{id}/send', { path: { id }, body: { email: email || undefined, telephone: telephone || undefined } });
      say(own.sent);
      onClose();
    });
  };
  return (
    <Dialog title={own.sendTitle(name)} isOpen isWorking={isWorking} onClose={onClose}>
      <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
        <p>{own.sendBody}</p>
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <TextField label={own.email} type="email" autoFocus autoComplete="off" value={given.email} onChange={(text) => setGiven({ ...given, email: text })} error={isAsked && isNowhere ? own.whereTo : undefined} />
        <TextField label={own.telephone} hint={own.telephoneHint} type="tel" autoComplete="off" value={given.telephone} onChange={(text) => setGiven({ ...given, telephone: text })} />
        <Acts>
          <Button onPress={onClose}>{words.acts.cancel}</Button>
          <Button type="submit" look="primary" isPending={isWorking}>
            {own.sendAct}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
