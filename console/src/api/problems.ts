import type { Words } from '../words';

/** A refusal of the API (RFC 9457), or an answer that never came. */
export class Problem extends Error {
  override name = 'Problem';

  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly title = '',
    readonly retryAfter?: number,
  ) {
    super(detail || title || code);
  }

  static async of(answer: Response): Promise<Problem> {
    const body = (await answer.json().catch(() => ({}))) as Partial<Record<'code' | 'detail' | 'title', string>>;
    const wait = Number(answer.headers.get('Retry-After'));
    return new Problem(body.code ?? 'no-problem', answer.status, body.detail ?? '', body.title ?? '', wait > 0 ? wait : undefined);
  }

  /** Nothing came back: what was asked may have been done or not. */
  static readonly unreachable = () => new Problem('unreachable', 0, '');
}

/** In plain words: our own for the code, else what the server says. */
export function tell(error: unknown, words: Words): string {
  if (!(error instanceof Problem)) return words.problems.ours;
  const said = (words.problems.codes as Record<string, string | undefined>)[error.code] ?? (error.detail || error.title || words.problems.ours);
  // The server's own sentence says what of the input is wrong; ours can only say that something is.
  const sentence = saysMore.has(error.code) && error.detail ? words.problems.because(said, error.detail) : said;
  return error.retryAfter ? `${sentence} ${words.problems.retryAfter(error.retryAfter)}` : sentence;
}

const saysMore = new Set(['invalid', 'taken', 'conflict', 'limit-reached', 'unsupported']);

/** Refusals after which a door has certainly not moved. */
const nothingHappens = new Set(['not-sent-in-time', 'link-offline', 'device-offline', 'no-link', 'device-refused', 'frozen']);

export type Outcome = 'done' | 'refused' | 'nothing' | 'unknown';

/** What is known of an act on a door after it was refused or failed. */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Problem)) return 'unknown';
  if (nothingHappens.has(error.code)) return 'nothing';
  if (error.code === 'outcome-unknown' || error.code === 'unreachable' || error.code === 'unavailable' || error.status >= 500) return 'unknown';
  return 'refused';
}

const ofAll = new Set(['step-up-needed', 'unreachable', 'session-ended', 'no-session', 'rate-limited', 'too-many-attempts']);

/** Whether a refusal of one of several calls is that of all that would follow: nobody is asked the same again and again. */
export const stopsAll = (problem: unknown) => problem instanceof Problem && ofAll.has(problem.code);
