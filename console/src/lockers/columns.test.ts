import { describe, expect, it } from 'vitest';
import { columnsOf, nextBox } from './columns';
import type { Box } from './lockerQueries';

const box = (number: string, size = 'small') => ({ number, size }) as Box;
const columns = columnsOf([box('00-00'), box('00-01', 'large'), box('00-02'), box('01-00', 'medium'), box('01-01'), box('01-02')]);

describe('a cabinet', () => {
  it('has its boxes one below the other, each as high as it is', () => {
    expect(columns.map((column) => column.boxes.map(({ from, height }) => [from, height]))).toEqual([
      [[0, 1], [1, 3], [4, 1]],
      [[0, 2], [2, 1], [3, 1]],
    ]);
  });

  it.each([
    ['00-00', 'ArrowDown', '00-01'],
    ['00-01', 'ArrowRight', '01-00'],
    ['01-01', 'ArrowLeft', '00-01'],
    ['00-02', 'ArrowRight', '01-02'],
    ['00-00', 'ArrowUp', undefined],
    ['01-01', 'Home', '00-00'],
    ['00-00', 'End', '01-02'],
  ])('goes from %s by %s to %s', (from, key, to) => {
    expect(nextBox(columns, from, key)).toBe(to);
  });
});
