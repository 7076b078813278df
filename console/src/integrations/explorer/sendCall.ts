import { connection } from '../../api/client';
import type { Signed } from './signing';

export interface Answer {
  status: number;
  statusText: string;
  headers: [name: string, value: string][];
  took: number;
  body: string;
  isCut: boolean;
}

/** So much of an answer is shown, and so long it is read: a stream has no end. */
const mostCharacters = 200_000;
const mostTime = 15_000;

/**
 * Sends a call from this page. Calls of other wires, and those with a key, carry no cookie. A page may set no `Date`, which the KEYVOX wire signs: this server takes it from its own
 * pages under another name.
 */
export async function sendCall(verb: string, target: string, { headers, body }: Signed, bySession: boolean): Promise<Answer> {
  const answer = await once(verb, target, headers, body, bySession);
  const isStale = bySession && answer.status === 403 && answer.body.includes('"step-up-needed"');
  return isStale && (await connection.stepUp()) ? once(verb, target, headers, body, bySession) : answer;
}

async function once(verb: string, target: string, given: Signed['headers'], body: string | undefined, bySession: boolean): Promise<Answer> {
  const headers = new Headers(given.map(([name, value]): [string, string] => [name === 'Date' ? 'Latchwork-Date' : name, value]));
  if (bySession) {
    headers.set('Latchwork-Tenant', connection.tenantId);
    if (verb !== 'GET') headers.set('Latchwork-Antiforgery', connection.antiforgery);
  }

  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), mostTime);
  const began = performance.now();
  try {
    const answer = await fetch(target, { method: verb, headers, body, credentials: bySession ? 'same-origin' : 'omit', cache: 'no-store', redirect: 'manual', signal: end.signal });
    const { text, isCut } = await read(answer);
    return { status: answer.status, statusText: answer.statusText, headers: [...answer.headers], took: performance.now() - began, body: text, isCut };
  } finally {
    clearTimeout(timer);
  }
}

async function read(answer: Response): Promise<{ text: string; isCut: boolean }> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    while (reader && text.length < mostCharacters) {
      const { done, value } = await reader.read();
      if (done) return { text, isCut: false };
      text += value;
    }
  } catch {
    // It was cut off because it has no end.
  }

  void reader?.cancel().catch(() => {});
  return { text: text.slice(0, mostCharacters), isCut: reader !== undefined };
}

/** JSON over several lines; anything else as it came. */
export function formatted(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
