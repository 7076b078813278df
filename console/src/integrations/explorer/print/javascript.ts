import type { Draft } from '../draft';
import { literal } from './quote';

/** A module for Node.js 20 and newer, without packages. */
export function javascript(draft: Draft, base: string): string {
  const { imports = [], before = [], headers = [], body } = proofs[draft.proof](draft);
  const sent = body ?? (draft.body === undefined ? undefined : 'body');
  return [
    ...imports,
    ...(imports.length > 0 ? [''] : []),
    `const base = ${literal(base)};`,
    ...(draft.body === undefined ? [] : [`const ${body === 'token' ? 'operation' : 'body'} = ${body === 'token' ? draft.body : literal(draft.body)};`]),
    ...before,
    '',
    `const answer = await fetch(base + ${literal(draft.target)}, {`,
    `  method: ${literal(draft.verb)},`,
    `  headers: {`,
    ...[...draft.headers.map(([name, value]): [string, string] => [name, literal(value)]), ...headers].map(([name, value]) => `    ${literal(name)}: ${value},`),
    `  },`,
    ...(sent ? [`  body: ${sent},`] : []),
    `});`,
    `console.error(answer.status);`,
    `console.log(await answer.text());`,
    '',
  ].join('\n');
}

interface Proven {
  imports?: string[];
  before?: string[];
  headers?: [name: string, code: string][];
  body?: string;
}

const doordeckLogIn = [
  'const logIn = await fetch(`${base}/auth/token`, {',
  "  method: 'POST',",
  "  headers: { 'Content-Type': 'application/json' },",
  '  body: JSON.stringify({ email: process.env.DOORDECK_EMAIL, password: process.env.DOORDECK_PASSWORD }),',
  '});',
  'const { authToken } = await logIn.json();',
];

const proofs: Record<Draft['proof'], (draft: Draft) => Proven> = {
  none: () => ({}),
  bearer: () => ({ headers: [['Authorization', '`Bearer ${process.env.LATCHWORK_KEY}`']] }),
  sifelyKey: () => ({
    imports: ["import { createHash } from 'node:crypto';"],
    before: [
      "const password = createHash('md5').update(process.env.SIFELY_PASSWORD, 'utf8').digest('hex');",
      'const logIn = await fetch(`${base}/system/smart/login`, {',
      "  method: 'POST',",
      "  headers: { 'Content-Type': 'application/json' },",
      '  body: JSON.stringify({ account: process.env.SIFELY_ACCOUNT, password }),',
      '});',
      'const [key] = (await logIn.text()).match(/sk-[0-9A-Za-z]+/);',
    ],
    headers: [['Authorization', 'key']],
  }),
  hmac: ({ verb, target }) => ({
    imports: ["import { createHash, createHmac } from 'node:crypto';"],
    before: [
      'const date = new Date().toUTCString();',
      "const digest = `SHA-256=${createHash('sha256').update(body, 'utf8').digest('base64')}`;",
      `const signed = ['date: ' + date, ${literal(`${verb} ${target} HTTP/1.1`)}, 'digest: ' + digest].join('\\n');`,
      "const signature = createHmac('sha256', process.env.KEYVOX_SECRET).update(signed, 'utf8').digest('base64');",
    ],
    headers: [
      ['Date', 'date'],
      ['Digest', 'digest'],
      ['Authorization', '`hmac username="${process.env.KEYVOX_KEY}", algorithm="hmac-sha256", headers="date request-line digest", signature="${signature}"`'],
    ],
  }),
  doordeckToken: () => ({ before: doordeckLogIn, headers: [['Authorization', '`Bearer ${authToken}`']] }),
  doordeckSigned: ({ lock = '' }) => ({
    imports: ["import { createPrivateKey, createPublicKey, randomUUID, sign } from 'node:crypto';", "import { readFileSync } from 'node:fs';"],
    before: [
      '// The file of an Ed25519 key in PEM that is registered.',
      'const key = createPrivateKey(readFileSync(process.env.DOORDECK_KEY));',
      "const raw = Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x, 'base64url');",
      ...doordeckLogIn,
      'const certified = await fetch(`${base}/auth/certificate`, {',
      "  method: 'POST',",
      "  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${authToken}` },",
      "  body: JSON.stringify({ ephemeralKey: raw.toString('base64') }),",
      '});',
      'const { certificateChain, userId } = await certified.json();',
      'const now = Math.floor(Date.now() / 1000);',
      `const claims = { iss: userId, sub: ${literal(lock)}, nbf: now, iat: now, exp: now + 60, jti: randomUUID(), operation };`,
      "const input = [{ alg: 'EdDSA', x5c: certificateChain, typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');",
      "const token = `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;",
    ],
    headers: [['Authorization', '`Bearer ${authToken}`']],
    body: 'token',
  }),
};
