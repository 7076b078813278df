import { Problem } from './problems';

export interface StreamMessage {
  id?: string;
  event?: string;
  data: string;
}

/** Reads server-sent events out of pieces of text, wherever they are cut. */
export function createStreamParser(each: (message: StreamMessage) => void): (piece: string) => void {
  let rest = '';
  let message: StreamMessage = { data: '' };
  let hasData = false;
  const line = (text: string) => {
    if (text === '') {
      if (hasData || message.id !== undefined) each(message);
      message = { data: '' };
      hasData = false;
      return;
    }

    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'id') message.id = value;
    else if (field === 'event') message.event = value;
    else if (field === 'data') {
      message.data += hasData ? `\n${value}` : value;
      hasData = true;
    }
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    lines.forEach(line);
  };
}

const shortest = 1_000;
const longest = 30_000;

/** How long to wait before try number `tries` (from 1): twice as long each time, and never all clients at once. */
export const pauseBefore = (tries: number, random = Math.random()) => Math.min(longest, shortest * 2 ** (tries - 1)) * (0.5 + random / 2);

export type LiveState = 'connecting' | 'live' | 'reconnecting';

export interface LiveListener {
  event: (message: StreamMessage) => void;
  state: (state: LiveState) => void;
  /** The stream is there again, and something may have been missed in a way that events alone do not tell. */
  gap: () => void;
  /** The server refuses the stream for good. */
  refused: (problem: Problem) => void;
}

/** Nothing was heard for so long: the line is dead, whatever the socket says. The server speaks every 15 s. */
const silence = 40_000;

/** Follows the events until the signal, through every loss of the connection. */
export async function follow(open: (lastId: string | undefined, signal: AbortSignal) => Promise<Response>, to: LiveListener, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  let tries = 0;
  let wasLive = false;
  to.state('connecting');
  while (!signal.aborted) {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    signal.addEventListener('abort', stop);
    let dead = setTimeout(stop, silence);
    try {
      const answer = await open(lastId, attempt.signal);
      const parse = createStreamParser((message) => {
        if (message.id) lastId = message.id;
        if (message.data) to.event(message);
      });
      tries = 0;
      to.state('live');
      if (wasLive) to.gap();
      wasLive = true;
      const text = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await text.read(); !part.done; part = await text.read()) {
        clearTimeout(dead);
        dead = setTimeout(stop, silence);
        parse(part.value);
      }
    } catch (error) {
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429) {
        to.refused(error);
        return;
      }
    } finally {
      clearTimeout(dead);
      signal.removeEventListener('abort', stop);
    }

    if (signal.aborted) return;
    to.state('reconnecting');
    tries += 1;
    await rest(pauseBefore(tries), signal);
  }
}

const rest = (time: number, signal: AbortSignal) =>
  new Promise<void>((done) => {
    const timer = setTimeout(done, time);
    signal.addEventListener('abort', () => (clearTimeout(timer), done()), { once: true });
  });
