import type { paths } from './latchwork';
import { isAttended } from './presence';
import { Problem } from './problems';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The calls of a method, named as in the document without what all of them begin with. */
type PathOf<M extends Method> = { [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never }[keyof paths] & string;
type Short<P> = P extends `/api/v1${infer Rest}` ? Rest : never;
type Call<M extends Method, S extends string> = paths[`/api/v1${S}` & keyof paths][M & keyof paths[keyof paths]];

type Named<C, Name extends string> = C extends { [N in Name]?: infer V } ? NonNullable<V> : never;
type Body<C> = Named<C, 'requestBody'> extends { content: { 'application/json': infer B } } ? B : never;
type Content<R> = R extends { content: { 'application/json': infer A } } ? A : undefined;
type Answer<C> = C extends { responses: infer R } ? { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R] : never;

/** A part of a call, where the call takes it. */
type Part<Name extends string, V> = [V] extends [never] ? unknown : object extends V ? { [N in Name]?: V } : { [N in Name]: V };
type BodyPart<C> = C extends { requestBody: unknown } ? Part<'body', Body<C>> : [Body<C>] extends [never] ? unknown : { body?: Body<C> };
type Given<C> = { background?: boolean; signal?: AbortSignal } & Part<'path', Named<Named<C, 'parameters'>, 'path'>> &
  Part<'query', Named<Named<C, 'parameters'>, 'query'>> &
  BodyPart<C>;
type Rest<C> = object extends Given<C> ? [given?: Given<C>] : [given: Given<C>];

/** What calls carry, and what they do when the session stands in the way. The session sets it. */
export const connection = {
  antiforgery: '',
  tenantId: '',
  /** Asks the person to prove anew who they are; false where they would not. */
  stepUp: async (): Promise<boolean> => false,
  refused: (() => {}) as (problem: Problem) => void,
};

/** Refusals that are about the session and not about the call. */
const ofSession = new Set(['session-ended', 'no-session', 'not-authenticated', 'second-factor-missing', 'not-set-up']);

export interface Loose {
  path?: object;
  query?: object;
  body?: unknown;
  background?: boolean;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

export async function send(method: Method, path: string, given: Loose = {}): Promise<Response> {
  let answer = await once(method, path, given);
  if (answer.ok) return answer;
  let problem = await Problem.of(answer);
  if (problem.code === 'step-up-needed' && (await connection.stepUp())) {
    answer = await once(method, path, given);
    if (answer.ok) return answer;
    problem = await Problem.of(answer);
  }

  if (ofSession.has(problem.code)) connection.refused(problem);
  throw problem;
}

/** In milliseconds: longer than the server takes for anything. After it nobody knows whether it was done. */
const patience = 90_000;

async function once(method: Method, path: string, given: Loose): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...given.headers };
  if (connection.tenantId) headers['Latchwork-Tenant'] = connection.tenantId;
  if (method !== 'get') headers['Latchwork-Antiforgery'] = connection.antiforgery;
  if (given.background ?? !isAttended()) headers['Latchwork-Background'] = 'true';
  // A file goes out as it is.
  const isFile = given.body instanceof Blob;
  if (given.body !== undefined) headers['Content-Type'] = isFile ? (given.body as Blob).type : 'application/json';
  try {
    return await fetch(address(path, given), {
      method: method.toUpperCase(),
      headers,
      body: isFile ? (given.body as Blob) : given.body === undefined ? undefined : JSON.stringify(given.body),
      // What is read may be long; of what is done somebody waits for the word, on a line that may be dead.
      signal: method === 'get' ? given.signal : AbortSignal.any([...(given.signal ? [given.signal] : []), AbortSignal.timeout(patience)]),
      credentials: 'same-origin',
    });
  } catch (error) {
    throw given.signal?.aborted ? error : Problem.unreachable();
  }
}

export function address(path: string, { path: places, query }: Pick<Loose, 'path' | 'query'> = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String((places as Record<string, unknown>)[name])));
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    // Absent, empty and an empty list are all: no filter.
    if (value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)) asked.set(name, String(value));
  }

  return `/api/v1${filled}${asked.size > 0 ? `?${asked}` : ''}`;
}

/** An answer that broke off says nothing: what was asked may have been done. */
async function bodyOf(answer: Response, given: Loose = {}): Promise<unknown> {
  try {
    return await answer.json();
  } catch (error) {
    throw given.signal?.aborted ? error : Problem.unreachable();
  }
}

const calls =
  <M extends Method>(method: M) =>
  async <S extends Short<PathOf<M>>>(path: S, ...[given]: Rest<Call<M, S>>): Promise<Answer<Call<M, S>>> => {
    const answer = await send(method, path, given as Loose);
    return (answer.status === 204 ? undefined : await bodyOf(answer, given as Loose)) as Answer<Call<M, S>>;
  };

export const api = { get: calls('get'), post: calls('post'), put: calls('put'), patch: calls('patch'), delete: calls('delete') };
