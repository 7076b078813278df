import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../words/en';
import { ja } from '../words/ja';
import { eventText } from './eventText';

const approved = readFileSync(new URL('../../../tests/Dialects.Tests/Approved/native/event-types.txt', import.meta.url), 'utf8');
const types = approved.split('\n').flatMap((line) => line.match(/^[\w]+\.[\w]+/)?.[0] ?? []);

const event = (type: string, given: object = {}) => ({ type, outcome: 'done', lock: { id: '1', name: 'Front door' }, data: {}, ...given });

test('every type of event that the server has is called by a name and told in a sentence, in both languages', () => {
  expect(types.length).toBeGreaterThan(100);
  for (const words of [en, ja]) expect(types.filter((type) => !(type in words.eventTypes))).toEqual([]);
});

test('no sentence shows a gap where nothing was told', () => {
  for (const words of [en, ja]) {
    for (const type of types) {
      expect(eventText({ type, outcome: 'reported', data: {} }, words), type).not.toMatch(/undefined|null|NaN|\s{2}/);
    }
  }
});

test('what was refused does not read as if it had been done', () => {
  const text = eventText(event('lock.unlock', { outcome: 'refused', reason: 'outside-hours' }), en);
  expect(text).toContain('refused');
  expect(text).toContain('hours');
  expect(text).not.toContain('was unlocked');
});

test('what is not known is not claimed', () => {
  expect(eventText(event('lock.unlock', { outcome: 'unknown' }), en)).toContain('may have happened');
  expect(eventText(event('lock.unlock', { outcome: 'unknown' }), ja)).toContain('可能性');
});

test('a bolt says what moved it', () => {
  expect(eventText(event('lock.boltMoved', { data: { bolt: 'unlocked', cause: 'credential', shown: 'card' } }), en)).toBe('Front door was unlocked with a card');
  expect(eventText(event('lock.boltMoved', { data: { bolt: 'locked', cause: 'automatic' } }), en)).toBe('Front door was locked by itself');
  expect(eventText(event('lock.boltMoved', { data: { bolt: 'unlocked', cause: 'credential', shown: 'passcode' } }), ja)).toBe('Front doorが暗証番号で解錠されました');
});

test('a type that a later server adds is shown by its own name', () => {
  expect(eventText(event('moon.rose'), en)).toBe('moon.rose');
});
