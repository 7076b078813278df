import { expect, it } from 'vitest';
import { rowsInError, type Plan } from './importFile';

const row = (line: number, isWrong: boolean) => ({ line, changes: [], errors: isWrong ? [{ code: 'missing', detail: '' }] : [] });

it('takes the rows in error out of the file as they stand there', () => {
  const text = '\uFEFFemail,name\r\na@example.com,A\r\nb@example.com,"B\r\nand more"\r\n\r\nc@example.com,C\r\nd@example.com,D\r\n';
  const plan = { plan: '', made: 0, changed: 0, kept: 0, inError: 2, rows: [row(2, false), row(3, true), row(6, false), row(7, true)] } as Plan;
  expect(rowsInError(text, plan)).toBe('email,name\r\nb@example.com,"B\r\nand more"\r\nd@example.com,D\r\n');
});
