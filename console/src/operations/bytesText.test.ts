import { expect, test } from 'vitest';
import { bytesText } from './bytesText';

test.each([
  [0, '0 byte'],
  [999, '999 byte'],
  [1_000, '1 kB'],
  [1_540, '1.5 kB'],
  [12_400_000, '12 MB'],
  [7_250_000_000, '7.3 GB'],
])('%d is told as %s', (bytes, told) => expect(bytesText(bytes, 'en-GB')).toBe(told));
