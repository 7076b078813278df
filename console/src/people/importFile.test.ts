import { expect, it } from 'vitest';
import { rowsInError, textOf, type Plan } from './importFile';

const row = (line: number, isWrong: boolean) => ({ line, changes: [], errors: isWrong ? [{ code: 'missing', detail: '' }] : [] });

it('takes the rows in error out of the file as they stand there', () => {
  const text = '\uFEFFemail,name\r\na@example.com,A\r\nb@example.com,"B\r\nand more"\r\n\r\nc@example.com,C\r\nd@example.com,D\r\n';
  const plan = { plan: '', made: 0, changed: 0, kept: 0, inError: 2, rows: [row(2, false), row(3, true), row(6, false), row(7, true)] } as Plan;
  expect(rowsInError(text, plan)).toBe('email,name\r\nb@example.com,"B\r\nand more"\r\nd@example.com,D\r\n');
});

it('reads a file in UTF-8, and says of another encoding that it is none', async () => {
  expect(await textOf(new Blob(['email,name\n', 'zoë@example.com,Zoë']))).toBe('email,name\nzoë@example.com,Zoë');
  // As table programs save it without being told otherwise: ë is one byte in Windows-1252.
  expect(await textOf(new Blob([new Uint8Array([0x5a, 0x6f, 0xeb])]))).toBeUndefined();
});
