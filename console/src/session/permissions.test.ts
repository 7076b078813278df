import { expect, test } from 'vitest';
import { may, mustEnrol } from './permissions';

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

const holding = (isRequired: boolean, hasTotp: boolean, passkeys: number) => mustEnrol({ secondFactor: { isRequired, hasTotp, passkeys, recoveryCodesLeft: 0 } });

test('whoever must have a second factor gets one first, and a passkey is one', () => {
  expect(holding(true, false, 0)).toBe(true);
  expect(holding(true, true, 0)).toBe(false);
  expect(holding(true, false, 1)).toBe(false);
  expect(holding(false, false, 0)).toBe(false);
});
