import { outcomeOf, Problem } from '../api/problems';

/** How far an act on a door came: what is certain, what has certainly not happened, what is still open, and what nobody knows. */
export type Known = 'yes' | 'no' | 'waiting' | 'unknown';

export interface MotionSteps {
  asked: Known;
  sent: Known;
  done: Known;
}

/** Refusals that the lock itself gave: so it was asked. */
const byLock = new Set(['device-refused', 'jammed']);

/** Never more than is known: an answer that did not come says nothing of the door. */
export function motionSteps(end: 'waiting' | 'done' | { error: unknown }): MotionSteps {
  if (end === 'waiting') return { asked: 'yes', sent: 'waiting', done: 'waiting' };
  if (end === 'done') return { asked: 'yes', sent: 'yes', done: 'yes' };
  const code = end.error instanceof Problem ? end.error.code : '';
  if (byLock.has(code)) return { asked: 'yes', sent: 'yes', done: 'no' };
  switch (outcomeOf(end.error)) {
    case 'unknown':
      return code === 'outcome-unknown' ? { asked: 'yes', sent: 'yes', done: 'unknown' } : { asked: 'unknown', sent: 'unknown', done: 'unknown' };
    case 'nothing':
      return { asked: 'yes', sent: 'no', done: 'no' };
    default:
      return { asked: 'no', sent: 'no', done: 'no' };
  }
}
