import { expect, test, vi } from 'vitest';
import { createStreamParser, follow, pauseBefore, type LiveState, type StreamMessage } from './live';
import { Problem } from './problems';

const parsed = (...pieces: string[]) => {
  const messages: StreamMessage[] = [];
  const parse = createStreamParser((message) => messages.push(message));
  pieces.forEach(parse);
  return messages;
};

const streamOf = (...pieces: string[]) => new Response(new Blob(pieces).stream());

test('an event is read whole, wherever the pieces are cut', () => {
  const text = 'id: 7\nevent: lock.unlock\ndata: {"a":1}\n\n';
  const whole = [{ id: '7', event: 'lock.unlock', data: '{"a":1}' }];
  expect(parsed(text)).toEqual(whole);
  for (let cut = 1; cut < text.length; cut++) expect(parsed(text.slice(0, cut), text.slice(cut))).toEqual(whole);
});

test('a place without an event is told, a comment and the retry hint are not', () => {
  expect(parsed(': still there\n\nretry: 2000\n\nid: 9\n\n')).toEqual([{ id: '9', data: '' }]);
});

test('several lines of data are one text, and line ends of other systems are line ends', () => {
  expect(parsed('data: a\r\ndata: b\r\n\r\n')).toEqual([{ data: 'a\nb' }]);
});

test('a carriage return at the end of a piece waits for its line feed', () => {
  expect(parsed('data: a\r', '\ndata: b\n\n')).toEqual([{ data: 'a\nb' }]);
});

test('pauses widen to half a minute and are never all alike', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((tries) => pauseBefore(tries, 1))).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
  expect(pauseBefore(3, 0)).toBe(2000);
});

test('after a loss it goes on from the last event, and tells that there was a gap', async () => {
  vi.useFakeTimers();
  const end = new AbortController();
  const asked: (string | undefined)[] = [];
  const states: LiveState[] = [];
  const gap = vi.fn();
  const seen: string[] = [];
  const done = follow(
    async (lastId) => {
      asked.push(lastId);
      if (asked.length === 2) throw Problem.unreachable();
      if (asked.length === 4) end.abort();
      return streamOf(`id: ${asked.length}\ndata: x\n\n`);
    },
    { event: ({ id }) => seen.push(id!), state: (state) => states.push(state), gap, refused: vi.fn() },
    end.signal,
  );
  await vi.advanceTimersByTimeAsync(120_000);
  await done;
  vi.useRealTimers();
  expect(asked.slice(0, 4)).toEqual([undefined, '1', '1', '3']);
  expect(seen.slice(0, 2)).toEqual(['1', '3']);
  expect(states.slice(0, 4)).toEqual(['connecting', 'live', 'reconnecting', 'reconnecting']);
  expect(gap).toHaveBeenCalled();
});

test('whoever may not follow is told once and does not ask again', async () => {
  const refused = vi.fn();
  const open = vi.fn(async () => {
    throw new Problem('not-allowed', 403, '');
  });
  await follow(open, { event: vi.fn(), state: vi.fn(), gap: vi.fn(), refused }, new AbortController().signal);
  expect(open).toHaveBeenCalledOnce();
  expect(refused).toHaveBeenCalledOnce();
});
