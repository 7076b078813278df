import { expect, test } from 'vitest';
import { Problem } from '../api/problems';
import { motionSteps } from './motionSteps';

const after = (code: string, status = 409) => motionSteps({ error: new Problem(code, status, '') });

test('while it is waited for, only the asking is certain', () => {
  expect(motionSteps('waiting')).toEqual({ asked: 'yes', sent: 'waiting', done: 'waiting' });
});

test('what could not be sent was not sent', () => {
  for (const code of ['link-offline', 'no-link', 'not-sent-in-time']) expect(after(code)).toEqual({ asked: 'yes', sent: 'no', done: 'no' });
});

test('what was sent and not answered may have happened', () => {
  expect(after('outcome-unknown')).toEqual({ asked: 'yes', sent: 'yes', done: 'unknown' });
});

test('where no answer came from the server nothing is known at all', () => {
  expect(after('unreachable', 0)).toEqual({ asked: 'unknown', sent: 'unknown', done: 'unknown' });
  expect(after('unavailable', 503).done).toBe('unknown');
});

test('a lock that refuses was asked', () => {
  expect(after('device-refused')).toEqual({ asked: 'yes', sent: 'yes', done: 'no' });
  expect(after('jammed').sent).toBe('yes');
});

test('whoever may not, did not', () => {
  expect(after('not-allowed', 403)).toEqual({ asked: 'no', sent: 'no', done: 'no' });
});
