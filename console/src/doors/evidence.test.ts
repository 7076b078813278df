import { expect, test } from 'vitest';
import { en } from '../words/en';
import { ja } from '../words/ja';
import { evidenceSteps, evidenceText } from './evidence';
import { rowsOf } from './ShownLocks';

test('the picture reaches as far as the evidence, and no further', () => {
  const known = evidenceSteps({ evidence: 'acknowledged', trouble: 'none' }, en).map((step) => step.known);
  expect(known).toEqual(['yes', 'yes', 'yes', 'waiting', 'waiting']);
});

test('where something stands in the way, the next step says so', () => {
  expect(evidenceSteps({ evidence: 'queued', trouble: 'linkOffline' }, en).map((step) => step.known)).toEqual(['yes', 'no', 'waiting', 'waiting', 'waiting']);
  expect(evidenceText({ evidence: 'queued', trouble: 'linkOffline', isDesired: true, readiness: 'atRisk' }, en)).toContain('The link is down.');
});

test('what waits for its time is not told as if it waited for the lock', () => {
  expect(evidenceText({ evidence: 'queued', trouble: 'none', isDesired: true, readiness: 'ready' }, en)).toContain('when its time comes');
  expect(evidenceText({ evidence: 'queued', trouble: 'none', isDesired: true, readiness: 'notReady' }, en)).toContain('waits to be sent');
});

test('a slot in use is no proof of what stands in it', () => {
  expect(evidenceSteps({ evidence: 'occupied', trouble: 'none' }, en)[3]!.known).toBe('waiting');
});

test('what was revoked and not confirmed may still open the door, and that is said', () => {
  expect(evidenceText({ evidence: 'sent', trouble: 'none', isDesired: false, readiness: 'notReady' }, en)).toContain('may still open');
  expect(evidenceText({ evidence: 'queued', trouble: 'none', isDesired: false, readiness: 'notReady' }, ja)).toContain('可能性');
});

const pages = (...names: string[]) => [{ items: names.map((name, index) => ({ id: String(index), name })) }] as never;

test('rows stay the same objects while only their locks change', () => {
  const rows = rowsOf(pages('a', 'b'), []);
  expect(rowsOf(pages('a', 'b'), rows)).toBe(rows);
  const renamed = rowsOf(pages('a', 'c'), rows);
  expect(renamed).not.toBe(rows);
  expect(renamed[0]).toBe(rows[0]);
});
