import { expect, test } from 'vitest';
import { movedBy } from './places';

test('a door is moved by parts of the picture, whatever its size on the screen', () => {
  expect(movedBy({ x: 0.5, y: 0.5 }, 50, -25, 1000, 500)).toEqual({ x: 0.55, y: 0.45 });
  expect(movedBy({ x: 0.5, y: 0.5 }, 50, -25, 500, 250)).toEqual({ x: 0.6, y: 0.4 });
});

test('a door is never moved off the picture', () => {
  expect(movedBy({ x: 0.9, y: 0.1 }, 500, -500, 1000, 1000)).toEqual({ x: 1, y: 0 });
});

test('a picture that is not shown yet moves nothing off', () => {
  expect(movedBy({ x: 0.5, y: 0.5 }, 0, 0, 0, 0)).toEqual({ x: 0.5, y: 0.5 });
});
