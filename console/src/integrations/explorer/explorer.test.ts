import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Draft } from './draft';
import { draftOf, missingIn } from './draft';
import { md5 } from './md5';
import { operationsOf } from './operations';
import { csharp } from './print/csharp';
import { curl } from './print/curl';
import { javascript } from './print/javascript';
import { python } from './print/python';
import { inShell, literal } from './print/quote';
import { makeOperationKey, signHmac, signOperation } from './signing';

const awkward = `it's "quoted" \\ $HOME \`ls\` 宿 \u2028 {x} %s !`;

/** Where a language is not installed, its programs are not tried. */
const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const [bash, py] = [has('bash'), has('python3')];

describe('MD5', () => {
  // RFC 1321, A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 'd174ab98d277d9f5a5611c2c9f419d9f'],
    ['12345678901234567890123456789012345678901234567890123456789012345678901234567890', '57edf4a22be3c955ac49da2e2107b67a'],
  ])('of %j', (text, digest) => expect(md5(text)).toBe(digest));
});

it('signs as the KEYVOX wire does', async () => {
  const draft: Draft = { wire: 'keyvox', verb: 'POST', target: '/api/eagle-pms/v1/getLockStatus', headers: [], body: '{"lockId":"000D6F11134E5DA7"}', proof: 'hmac' };
  const signed = await signHmac(draft, { key: 'K', secret: 'S' }, new Date(Date.UTC(2026, 0, 1)));
  expect(signed.steps.find(({ id }) => id === 'digest')!.text).toBe('SHA-256=ZrSIv9R7ly4B26pBe0kdLgwDPGzl38QQTU2yKk3vC6w=');
  expect(signed.steps.find(({ id }) => id === 'text')!.text).toBe('date: Thu, 01 Jan 2026 00:00:00 GMT\nPOST /api/eagle-pms/v1/getLockStatus HTTP/1.1\ndigest: SHA-256=ZrSIv9R7ly4B26pBe0kdLgwDPGzl38QQTU2yKk3vC6w=');
  expect(signed.headers.map(([name]) => name)).toEqual(['Date', 'Digest', 'Authorization']);
});

it('signs an operation with a key that can be verified', async () => {
  const key = { ...(await makeOperationKey()), chain: ['MIIB'], user: 'me' };
  const draft: Draft = { wire: 'doordeck', verb: 'POST', target: '/device/1/execute', headers: [], body: '{"type":"MUTATE_LOCK","locked":false}', proof: 'doordeckSigned', lock: '1' };
  const { body } = await signOperation(draft, key, 'T', 1_700_000_000_500, 'once');
  const [header, claims, signature] = body!.split('.');
  const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as unknown;
  expect(decoded(header!)).toEqual({ alg: 'EdDSA', x5c: ['MIIB'], typ: 'JWT' });
  expect(decoded(claims!)).toEqual({ iss: 'me', sub: '1', nbf: 1_700_000_000, iat: 1_700_000_000, exp: 1_700_000_060, jti: 'once', operation: { type: 'MUTATE_LOCK', locked: false } });
  expect(await crypto.subtle.verify('Ed25519', key.pair.publicKey, Buffer.from(signature!, 'base64url'), Buffer.from(`${header}.${claims}`))).toBe(true);
});

describe('a text in a printed program', () => {
  it.skipIf(!bash)('is one word of a shell', () => expect(execFileSync('bash', ['-c', `printf %s ${inShell(awkward)}`]).toString()).toBe(awkward));
  it('is a literal of JavaScript', () => expect(execFileSync(process.execPath, ['-e', `process.stdout.write(${literal(awkward)})`]).toString()).toBe(awkward));
  it.skipIf(!py)('is a literal of Python', () => expect(execFileSync('python3', ['-c', `import sys; sys.stdout.buffer.write(${literal(awkward)}.encode())`]).toString()).toBe(awkward));
});

describe('a printed program is read by its language', () => {
  const drafts: Draft[] = (['none', 'bearer', 'sifelyKey', 'hmac', 'doordeckToken', 'doordeckSigned'] as const).map((proof) => ({
    wire: 'native',
    verb: 'POST',
    target: "/x?y='z'",
    headers: [['X-Test', awkward]],
    body: JSON.stringify({ name: awkward }),
    proof,
    lock: '1',
  }));

  it.skipIf(!bash).each(drafts)('bash, $proof', (draft) => {
    execFileSync('bash', ['-n'], { input: curl(draft, 'http://localhost') });
  });
  it.each(drafts)('JavaScript, $proof', (draft) => {
    execFileSync(process.execPath, ['--check', '--input-type=module', '-'], { input: javascript(draft, 'http://localhost') });
  });
  it.skipIf(!py).each(drafts)('Python, $proof', (draft) => {
    execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.buffer.read())'], { input: python(draft, 'http://localhost') });
  });
  it.each(drafts)('C#, $proof: no secret is in it', (draft) => expect(csharp(draft, 'http://localhost')).toContain(draft.proof === 'none' ? 'HttpClient' : 'GetEnvironmentVariable'));
});

it('fills in places, queries and forms, escaped', () => {
  const one = operationsOf('doordeck', undefined).find(({ id }) => id === 'POST /share/invite/{email}')!;
  expect(missingIn(one, { fields: {}, body: '' })).toEqual(['email']);
  expect(draftOf('doordeck', one, { fields: { email: 'a/b@x' }, body: '' }).target).toBe('/share/invite/a%2Fb%40x');
  const list = operationsOf('sifely', undefined).find(({ path }) => path === '/v3/lock/list')!;
  expect(draftOf('sifely', list, { fields: { pageNo: '1', lockAlias: 'a b&c' }, body: '' }).body).toBe('pageNo=1&lockAlias=a+b%26c');
});
