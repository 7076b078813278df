import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../words/en';
import { ja } from '../words/ja';
import { outcomeOf, Problem, tell } from './problems';

const document = JSON.parse(readFileSync(new URL('../../../tests/Dialects.Tests/Approved/native/openapi.json', import.meta.url), 'utf8'));

/** Refusals that a program alone can run into; the server's own sentence is good enough for them. */
const ofPrograms = ['idempotency-key-reused', 'not-json', 'proof-refused', 'replayed', 'unreadable-body', 'unsupported-header'];

test('every code of the document has words, in both languages', () => {
  const codes = new Set<string>();
  JSON.stringify(document.components.responses, (key, value) => {
    if (key === 'code' && value.enum) value.enum.forEach((code: string) => codes.add(code));
    return value;
  });
  expect(codes.size).toBeGreaterThan(30);
  const wordless = [...codes].filter((code) => !(code in en.problems.codes && code in ja.problems.codes));
  expect(wordless.sort()).toEqual(ofPrograms);
});

test('a known code is told in our words, an unknown one in those of the server', () => {
  expect(tell(new Problem('wrong-login', 401, 'x'), en)).toBe('The login or the password is wrong.');
  expect(tell(new Problem('wrong-login', 401, 'x'), ja)).toContain('パスワード');
  expect(tell(new Problem('brand-new', 409, 'The moon is full.'), en)).toBe('The moon is full.');
});

test('what is wrong with the input is said as the server says it', () => {
  expect(tell(new Problem('invalid', 400, "'name' is too long."), en)).toContain("'name' is too long.");
});

test('when to try again is told', () => {
  expect(tell(new Problem('too-many-attempts', 429, '', '', 30), en)).toBe('Too many attempts. Try again in 30 s.');
  expect(tell(new Problem('too-many-attempts', 429, '', '', 600), en)).toContain('10 min');
});

test('a problem is read from the answer, with its wait', async () => {
  const answer = new Response(JSON.stringify({ code: 'rate-limited', detail: 'Slow down.', title: 'Rate limited' }), { status: 429, headers: { 'Retry-After': '7' } });
  expect(await Problem.of(answer)).toMatchObject({ code: 'rate-limited', status: 429, detail: 'Slow down.', retryAfter: 7 });
});

test('an answer that is no problem is one all the same', async () => {
  expect(await Problem.of(new Response('<html>', { status: 502 }))).toMatchObject({ code: 'no-problem', status: 502 });
});

test('of a door it is never said that nothing happened where something may have', () => {
  for (const code of ['link-offline', 'no-link', 'not-sent-in-time']) expect(outcomeOf(new Problem(code, 409, ''))).toBe('nothing');
  for (const code of ['outcome-unknown', 'unavailable', 'unreachable']) expect(outcomeOf(new Problem(code, 409, ''))).toBe('unknown');
  expect(outcomeOf(new Problem('fault', 500, ''))).toBe('unknown');
  expect(outcomeOf(new TypeError('broken'))).toBe('unknown');
  expect(outcomeOf(new Problem('not-allowed', 403, ''))).toBe('refused');
});
