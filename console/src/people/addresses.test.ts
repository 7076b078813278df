import { expect, it } from 'vitest';
import { addressesIn } from './addresses';

it('takes addresses out of whatever was pasted, each once', () => {
  expect(addressesIn('Ada Lovelace <ada@example.com>; bo@example.com,\nADA@example.com\tc@example.com')).toEqual(['ADA@example.com', 'bo@example.com', 'c@example.com']);
});

it('takes a single word as a login', () => {
  expect(addressesIn(' ada ')).toEqual(['ada']);
  expect(addressesIn('ada and bo')).toEqual([]);
});
