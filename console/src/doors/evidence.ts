import type { components } from '../api/latchwork';
import type { Step } from '../parts/Steps';
import type { Words } from '../words';

export type LockCredential = components['schemas']['LockCredential'];
export type CredentialKind = 'passcode' | 'card' | 'fingerprint';

/** The rungs that the picture shows. A lock that only tells that a slot is in use stands where one does that acknowledged. */
const rungs = ['queued', 'sent', 'acknowledged', 'readBack', 'usedAtDoor'] as const;

const reached: Record<LockCredential['evidence'], number> = { none: 0, queued: 1, sent: 2, acknowledged: 3, occupied: 3, readBack: 4, usedAtDoor: 5 };

/** How far it came to the lock, as a picture. */
export const evidenceSteps = ({ evidence, trouble }: Pick<LockCredential, 'evidence' | 'trouble'>, words: Words): Step[] =>
  rungs.map((rung, index) => ({
    name: words.doors.credentials.rungs[rung],
    known: index < reached[evidence] ? 'yes' : index === reached[evidence] && trouble !== 'none' ? 'no' : 'waiting',
  }));

/** The same in plain words; of one that was revoked it is about its being gone. */
export function evidenceText({ evidence, trouble, isDesired, readiness }: Pick<LockCredential, 'evidence' | 'trouble' | 'isDesired' | 'readiness'>, words: Words): string {
  const own = words.doors.credentials;
  // What is ready and not there yet waits for its time, and not for the lock.
  const says = isDesired ? (evidence === 'queued' && readiness === 'ready' ? own.planned : own.says[evidence]) : own.saysGoing[evidence];
  return [says, own.trouble[trouble]].filter(Boolean).join(words.doors.credentials.between);
}

/** How sure it is, as a tone: what may fail is never shown as if it were fine. */
export const readinessTone = { ready: 'good', atRisk: 'warn', notReady: 'bad' } as const;
