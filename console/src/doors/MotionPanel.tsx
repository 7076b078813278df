import { useQueryClient } from '@tanstack/react-query';
import { Lock as LockIcon, LockOpen, RefreshCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { api } from '../api/client';
import { outcomeOf, tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { Steps } from '../parts/Steps';
import { useTask } from '../parts/useTask';
import { useMay, useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { lengthText } from '../words/times';
import { lockQuery, putLock, type Lock } from './doorQueries';
import styles from './Lock.module.css';
import { StateSign } from './StateSign';
import { motionSteps } from './motionSteps';

type Act = 'unlock' | 'lock';
type End = 'waiting' | 'done' | { error: unknown };

/** The state of the door, the two acts on it, and what became of the last one. */
export function MotionPanel({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').motion;
  const queries = useQueryClient();
  const [motion, setMotion] = useState<{ act: Act; end: End; startedAt: number }>();
  const run = async (act: Act) => {
    const startedAt = Date.now();
    setMotion({ act, end: 'waiting', startedAt });
    try {
      await (act === 'unlock' ? api.post('/locks/{id}/unlock', { path: { id: lock.id } }) : api.post('/locks/{id}/lock', { path: { id: lock.id } }));
      setMotion({ act, end: 'done', startedAt });
    } catch (error) {
      setMotion({ act, end: { error }, startedAt });
    }

    void queries.invalidateQueries({ queryKey: lockQuery(lock.id).queryKey });
  };
  const isWaiting = motion?.end === 'waiting';
  return (
    <>
      <div className={styles.state}>
        <StateSign lock={lock} />
        <div className={styles.motions}>
          <Motion act="unlock" lock={lock} isWorking={isWaiting && motion.act === 'unlock'} isBusy={isWaiting} onAct={run} />
          <Motion act="lock" lock={lock} isWorking={isWaiting && motion.act === 'lock'} isBusy={isWaiting} onAct={run} />
        </div>
      </div>
      {motion && (
        <section className={styles.outcome} aria-label={own.outcome} aria-live="polite">
          <MotionEnd {...motion} />
          {motion.end !== 'waiting' && motion.end !== 'done' && outcomeOf(motion.end.error) === 'unknown' && <ReadAgain lock={lock} />}
        </section>
      )}
    </>
  );
}

/** Why it cannot be done, in words; undefined where it can. */
function useHindrance(act: Act, lock: Lock): string | undefined {
  const words = useSpeech().words;
  const own = useRoomWords('lock').motion;
  const { tenant } = useSession();
  const isAllowed = useMay(act === 'unlock' ? 'locks:unlock' : 'locks:lock');
  if (!isAllowed) return words.shell.notAllowed(words.shell.roles[tenant.role]);
  if (!lock.capabilities.includes(act)) return own.cannot[act];
  if (!lock.linkId) return own.noLink;
  return act === 'unlock' && lock.isFrozen ? own.frozen : undefined;
}

function Motion({ act, lock, isWorking, isBusy, onAct }: { act: Act; lock: Lock; isWorking: boolean; isBusy: boolean; onAct: (act: Act) => Promise<void> }) {
  const own = useRoomWords('lock').motion;
  const hindrance = useHindrance(act, lock);
  const Icon = act === 'unlock' ? LockOpen : LockIcon;
  const working = act === 'unlock' ? own.unlocking : own.locking;
  return (
    <span title={hindrance}>
      <Button
        look={act === 'unlock' ? 'primary' : 'plain'}
        isLarge
        icon={<Icon size={18} aria-hidden />}
        isPending={isWorking}
        isDisabled={hindrance !== undefined || (isBusy && !isWorking)}
        onPress={() => void onAct(act)}
      >
        {isWorking ? working : own[act]}
      </Button>
    </span>
  );
}

/** Why an act is not offered, once for both where it is the same. */
export function Hindrances({ lock }: { lock: Lock }) {
  const both = [...new Set([useHindrance('unlock', lock), useHindrance('lock', lock)])].filter(Boolean);
  return both.map((why) => (
    <p key={why} className={styles.quiet}>
      {why}
    </p>
  ));
}

function MotionEnd({ act, end, startedAt }: { act: Act; end: End; startedAt: number }) {
  const own = useRoomWords('lock').motion;
  const known = motionSteps(end);
  const steps = (['asked', 'sent', 'done'] as const).map((step) => ({ name: own.steps[step], known: known[step] }));
  return (
    <>
      {end === 'waiting' ? <Waiting since={startedAt} /> : end === 'done' ? <Notice tone="good">{act === 'unlock' ? own.unlocked : own.locked}</Notice> : <Refusal error={end.error} />}
      <Steps steps={steps} label={steps.filter((step) => step.known === 'yes').map((step) => step.name).join(' → ')} />
    </>
  );
}

function Refusal({ error }: { error: unknown }) {
  const { words } = useSpeech();
  const own = useRoomWords('lock').motion;
  const outcome = outcomeOf(error);
  return (
    <Notice tone={outcome === 'unknown' ? 'warn' : 'bad'}>
      <strong>{outcome === 'unknown' ? own.unknown : outcome === 'nothing' ? own.nothing : own.refused}</strong>
      <div>{tell(error, words)}</div>
    </Notice>
  );
}

function Waiting({ since }: { since: number }) {
  const { words } = useSpeech();
  const own = useRoomWords('lock').motion;
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - since) / 1000)), 1_000);
    return () => clearInterval(timer);
  }, [since]);
  // Each second is for who sees it; read out, it would say nothing else.
  return <p aria-hidden>{own.waiting(lengthText(seconds, words))}</p>;
}

function ReadAgain({ lock }: { lock: Lock }) {
  const { words } = useSpeech();
  const own = useRoomWords('lock').motion;
  const queries = useQueryClient();
  const { isWorking, refusal, run } = useTask();
  if (!lock.capabilities.includes('readState')) return null;
  const read = () =>
    void run(async () => {
      await api.get('/locks/{id}/state', { path: { id: lock.id } });
      putLock(queries, await api.get('/locks/{id}', { path: { id: lock.id } }));
    });
  return (
    <div>
      <Button icon={<RefreshCw size={16} aria-hidden />} isPending={isWorking} onPress={read}>
        {isWorking ? own.reading : own.readAgain}
      </Button>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
    </div>
  );
}
