import { expect, test } from 'vitest';
import { may } from './permissions';

const auditor = { permissions: ['locks:read', 'audit:read', 'audit:export'] };

test('whoever has all of what an act needs may do it', () => {
  expect(may(auditor, 'locks:read')).toBe(true);
  expect(may(auditor, 'locks:read', 'audit:export')).toBe(true);
});

test('one that is missing is one too few', () => {
  expect(may(auditor, 'locks:unlock')).toBe(false);
  expect(may(auditor, 'locks:read', 'locks:unlock')).toBe(false);
});

test('what begins alike is not the same', () => {
  expect(may(auditor, 'locks')).toBe(false);
  expect(may({ permissions: ['locks:readAll'] }, 'locks:read')).toBe(false);
});
