import { expect, test } from 'vitest';
import { patiently } from './lazyPart';

const gone = new TypeError('Failed to fetch dynamically imported module');

/** Fails so many times, then comes. */
function comingAfter(failures: number) {
  let tries = 0;
  return { load: async () => (++tries > failures ? 'the part' : Promise.reject(gone)), tries: () => tries };
}

const noRest = async () => {};

test('what is asked for while the server is away comes when it is back', async () => {
  const part = comingAfter(5);
  expect(await patiently(part.load, async () => false, noRest)).toBe('the part');
});

test('each try while the server is away waits longer than none', async () => {
  const rests: number[] = [];
  await patiently(comingAfter(3).load, async () => false, async (time) => void rests.push(time));
  expect(rests).toHaveLength(3);
  expect(Math.min(...rests)).toBeGreaterThan(0);
});

test('a server that came back between the try and the question is asked once more', async () => {
  expect(await patiently(comingAfter(1).load, async () => true, noRest)).toBe('the part');
});

test('what a server that is there does not have any more is not waited for', async () => {
  const part = comingAfter(100);
  await expect(patiently(part.load, async () => true, noRest)).rejects.toBe(gone);
  expect(part.tries()).toBe(2);
});
