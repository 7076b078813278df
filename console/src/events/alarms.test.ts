import { expect, test } from 'vitest';
import type { Event } from '../app/live';
import { alarmsOf } from './alarms';
import { groupOf } from './groups';

const at = (type: string, lock = 'a', data: object = {}) => ({ id: `${type}-${lock}`, type, lock: { id: lock, name: lock }, outcome: 'reported', data }) as unknown as Event;

test('a forced door is open until it is closed again', () => {
  expect(alarmsOf([at('door.forced')])).toMatchObject([{ isOver: false }]);
  expect(alarmsOf([at('door.closedAgain'), at('door.forced')])).toMatchObject([{ isOver: true }]);
});

test('another door that closes ends nothing', () => {
  expect(alarmsOf([at('door.closedAgain', 'b'), at('door.forced', 'a')])).toMatchObject([{ isOver: false }]);
});

test('what was before does not end what comes after', () => {
  expect(alarmsOf([at('lock.jammed'), at('lock.unjammed')])).toMatchObject([{ isOver: false }]);
});

test('a door that was left unlocked is over when its bolt is thrown, not when it moves', () => {
  expect(alarmsOf([at('lock.boltMoved', 'a', { bolt: 'unlocked' }), at('lock.leftUnlocked')])).toMatchObject([{ isOver: false }]);
  expect(alarmsOf([at('lock.boltMoved', 'a', { bolt: 'locked' }), at('lock.leftUnlocked')])).toMatchObject([{ isOver: true }]);
});

test('open alarms come first', () => {
  expect(alarmsOf([at('door.closedAgain', 'a'), at('door.ajar', 'a'), at('device.tampered', 'b')]).map(({ event }) => event.type)).toEqual(['device.tampered', 'door.ajar']);
});

test('every kind stands where somebody looks for it', () => {
  expect(groupOf('door.forced')).toBe('alarms');
  expect(groupOf('lock.unlock')).toBe('doors');
  expect(groupOf('lock.changed')).toBe('devices');
  expect(groupOf('credential.refused')).toBe('doors');
  expect(groupOf('credential.proven')).toBe('credentials');
  expect(groupOf('reservation.booked')).toBe('bookings');
  expect(groupOf('server.restored')).toBe('system');
});
