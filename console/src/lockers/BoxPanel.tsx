import { useQueryClient } from '@tanstack/react-query';
import { CircleAlert, DoorOpen, Eraser, KeyRound, Lightbulb, RotateCcw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Badge, Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay, useSession } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { BoxEvents } from './BoxEvents';
import { lightText, statusLooks } from './boxText';
import { LeaseRow } from './LeaseRow';
import { LightBox } from './LightBox';
import { lockersChanged, type Box, type Lease, type Locker } from './lockerQueries';
import styles from './Lockers.module.css';
import { NewLease } from './NewLease';

interface Own {
  locker: Locker;
  box: Box;
  /** Of the box; absent while they are not known. */
  leases?: Lease[];
  zone: string;
}

/** A box: how it stands, who has it, and what can be done with it. */
export function BoxPanel({ locker, box, leases, zone }: Own) {
  const own = useRoomWords('lockers');
  const { tone, icon: Icon } = statusLooks[box.status] ?? statusLooks.broken!;
  const mayRead = useMay('audit:read');
  return (
    <div className={styles.stack}>
      <Card title={box.name ? `${own.box.title(box.number)} · ${box.name}` : own.box.title(box.number)}>
        <div className={styles.facts}>
          <Badge tone={tone} icon={<Icon size={14} aria-hidden />}>
            {own.status[box.status]}
          </Badge>
          <Badge>{own.size[box.size]}</Badge>
          <Badge tone={box.door === 'open' ? 'warn' : 'plain'}>{own.door[box.door]}</Badge>
          {box.inside !== 'unknown' && <Badge>{own.inside[box.inside]}</Badge>}
          {box.light !== 'off' && <Badge icon={<Lightbulb size={14} aria-hidden />}>{lightText(box, own)}</Badge>}
        </div>
        {box.isJammed && <Notice tone="bad">{own.jammed}</Notice>}
        <BoxActs locker={locker} box={box} leases={leases} zone={zone} />
      </Card>
      <Card title={own.box.leases}>
        {leases?.length === 0 && <p className={styles.quiet}>{own.box.noLeases}</p>}
        <ul className={styles.rows}>
          {leases?.map((lease) => (
            <LeaseRow key={lease.id} lockerId={locker.id} lease={lease} zone={zone} />
          ))}
        </ul>
      </Card>
      {mayRead && <BoxEvents lockerId={locker.id} number={box.number} zone={zone} />}
    </div>
  );
}

function BoxActs({ locker, box, leases, zone }: Own) {
  const words = useWords();
  const own = useRoomWords('lockers').box;
  const { tenant } = useSession();
  const mayOpen = useMay('lockers:open');
  const mayWrite = useMay('credentials:write');
  const queries = useQueryClient();
  const [asked, ask] = useState<'open' | 'lease' | 'light' | 'out' | 'free'>();
  const [isOpened, opened] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const path = { id: locker.id, number: box.number };
  const open = async () => {
    opened(false);
    try {
      await api.post('/lockers/{id}/boxes/{number}/open', { path });
      opened(true);
    } finally {
      await lockersChanged(queries, locker.id);
    }
  };
  const become = async (status: 'free' | 'broken') => {
    await api.put('/lockers/{id}/boxes/{number}/status', { path, body: { status } });
    await lockersChanged(queries, locker.id);
  };
  const back = () =>
    void run(async () => {
      // Whoever has it keeps it: only the mark goes.
      await api.put('/lockers/{id}/boxes/{number}/status', { path, body: { status: leases?.some(({ stage }) => stage === 'inUse') ? 'inUse' : leases?.some(({ stage }) => stage === 'overdue') ? 'overdue' : 'free' } });
      await lockersChanged(queries, locker.id);
      say(own.backDone);
    });
  const isHad = box.status === 'inUse' || box.status === 'overdue';
  const button = (what: typeof asked, text: string, icon: ReactNode, isAllowed: boolean, look?: 'primary') => (
    <Button look={look} icon={icon} isDisabled={!isAllowed} onPress={() => ask(what)}>
      {text}
    </Button>
  );
  return (
    <>
      <div className={styles.acts}>
        {box.status === 'free' && button('lease', own.lease, <KeyRound size={16} aria-hidden />, mayWrite, 'primary')}
        {button('open', own.open, <DoorOpen size={16} aria-hidden />, mayOpen && locker.isOnline)}
        {button('light', own.setLight, <Lightbulb size={16} aria-hidden />, mayOpen && locker.isOnline)}
        {isHad && button('free', own.free, <Eraser size={16} aria-hidden />, mayWrite)}
        {box.status === 'broken' ? (
          <Button icon={<RotateCcw size={16} aria-hidden />} isDisabled={!mayWrite || !leases} isPending={isWorking} onPress={back}>
            {own.back}
          </Button>
        ) : (
          button('out', own.outOfOrder, <CircleAlert size={16} aria-hidden />, mayWrite)
        )}
      </div>
      {(!mayOpen || !mayWrite) && <p className={styles.small}>{words.shell.notAllowed(words.shell.roles[tenant.role])}</p>}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {isOpened && <Notice tone="good">{own.opened}</Notice>}
      <Confirm title={own.openTitle(box.number)} body={own.openBody} act={own.open} isOpen={asked === 'open'} onClose={() => ask(undefined)} onConfirm={open} />
      <Confirm title={own.outTitle(box.number)} body={own.outBody} act={own.outOfOrder.replace('…', '')} isOpen={asked === 'out'} onClose={() => ask(undefined)} onConfirm={() => become('broken')} />
      <Confirm title={own.freeTitle(box.number)} body={own.freeBody} act={own.free.replace('…', '')} isOpen={asked === 'free'} onClose={() => ask(undefined)} onConfirm={() => become('free')} />
      {asked === 'lease' && <NewLease lockerId={locker.id} box={box} zone={zone} onClose={() => ask(undefined)} />}
      {asked === 'light' && <LightBox lockerId={locker.id} box={box} onClose={() => ask(undefined)} />}
    </>
  );
}
