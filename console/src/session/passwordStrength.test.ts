import { expect, test } from 'vitest';
import { strengthOf } from './passwordStrength';

test('what is short, repeated or in a row is easy to guess', () => {
  for (const password of ['', 'Xk9#qT2!', 'aaaaaaaaaaaaaaaaaa', '123456789012345', 'abcdefghijklmnop']) expect(strengthOf(password), password).toBe('weak');
});

test('words that nobody else puts together are better the more there are', () => {
  expect(strengthOf('copper wet lantern')).not.toBe('weak');
  expect(strengthOf('copper lantern, 7 wet otters')).toBe('strong');
});
