import { useEffect, useState } from 'react';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Badge, Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Session.module.css';

const again = 1_500;

/** What is found behind the first link, as it is found. The live view begins with the console itself; here it is asked for. */
export function FirstLocks({ linkId, onFinish }: { linkId: string; onFinish: () => void }) {
  const words = useWords();
  const own = useRoomWords('setUp');
  const [locks, setLocks] = useState<components['schemas']['Lock'][]>([]);
  const [link, setLink] = useState<components['schemas']['Link']>();
  const [trouble, setTrouble] = useState<unknown>();
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      try {
        const [found, detail] = await Promise.all([
          api.get('/locks', { query: { limit: 50 }, background: true, signal: end.signal }),
          api.get('/links/{id}', { path: { id: linkId }, background: true, signal: end.signal }),
        ]);
        setLocks(found.items);
        setLink(detail.link);
        setTrouble(undefined);
      } catch (error) {
        if (!end.signal.aborted) setTrouble(error);
      }

      if (!end.signal.aborted) timer = setTimeout(() => void look(), again);
    };
    void look();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [linkId]);
  return (
    <>
      <h2 aria-live="polite">{locks.length > 0 ? own.foundTitle(locks.length) : own.waitingTitle}</h2>
      <p>{locks.length > 0 ? own.foundBody : own.waitingBody}</p>
      {trouble !== undefined && <Notice tone="bad">{tell(trouble, words)}</Notice>}
      {link && (
        <p className={styles.quiet}>
          {own.linkStates[link.state] ?? link.state} {link.offlineBecause}
        </p>
      )}
      <ul className={styles.locks}>
        {locks.map((lock) => (
          <FoundLock key={lock.id} lock={lock} />
        ))}
      </ul>
      <Button look={locks.length > 0 ? 'primary' : 'plain'} onPress={onFinish}>
        {own.finish}
      </Button>
    </>
  );
}

function FoundLock({ lock }: { lock: components['schemas']['Lock'] }) {
  const words = useWords();
  const { motion } = useRoomWords('lock');
  const { isWorking, refusal, run } = useTask();
  return (
    <li className={styles.lock}>
      <span>{lock.name}</span>
      <Badge tone={lock.bolt === 'jammed' ? 'bad' : lock.bolt === 'unlocked' ? 'accent' : 'plain'}>{words.doors.bolt[lock.bolt]}</Badge>
      <Button isPending={isWorking} isDisabled={!lock.isOnline} onPress={() => void run(() => api.post('/locks/{id}/unlock', { path: { id: lock.id } }))}>
        {isWorking ? motion.unlocking : motion.unlock}
      </Button>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
    </li>
  );
}
