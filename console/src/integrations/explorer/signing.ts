import type { Draft } from './draft';
import { md5 } from './md5';

/** One thing that is done to a call before it goes out. */
export interface Step {
  id: 'password' | 'logIn' | 'header' | 'digest' | 'text' | 'signature' | 'authorization' | 'jwtHeader' | 'jwtClaims' | 'jwtSignature' | 'jwt' | 'session';
  text: string;
}

export interface Signed {
  headers: [name: string, value: string][];
  body?: string;
  steps: Step[];
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

export const base64 = (bytes: ArrayBuffer | Uint8Array) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

export const base64Url = (bytes: ArrayBuffer | Uint8Array) => base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

/** KEYVOX: the digest of the body, the lines that are signed, the signature, and the header that carries it. */
export async function signHmac(draft: Draft, { key, secret }: { key: string; secret: string }, now = new Date()): Promise<Signed> {
  const date = now.toUTCString();
  const digest = `SHA-256=${base64(await crypto.subtle.digest('SHA-256', bytesOf(draft.body ?? '')))}`;
  const text = `date: ${date}\n${draft.verb} ${draft.target} HTTP/1.1\ndigest: ${digest}`;
  const hmac = await crypto.subtle.importKey('raw', bytesOf(secret || ' '), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = base64(await crypto.subtle.sign('HMAC', hmac, bytesOf(text)));
  const authorization = `hmac username="${key}", algorithm="hmac-sha256", headers="date request-line digest", signature="${signature}"`;
  return {
    headers: [...draft.headers, ['Date', date], ['Digest', digest], ['Authorization', authorization]],
    body: draft.body,
    steps: [
      { id: 'digest', text: digest },
      { id: 'text', text },
      { id: 'signature', text: signature },
      { id: 'authorization', text: authorization },
    ],
  };
}

export const passwordStep = (password: string): Step => ({ id: 'password', text: md5(password) });

/** The log-in of the Sifely wire: the password goes as its MD5 digest. */
export const sifelyLogIn = (account: string, password: string) => JSON.stringify({ account, password: md5(password) });

/** A key of the Sifely wire, a token or a key of our own. */
export const withHeader = (draft: Draft, value: string, steps: Step[] = []): Signed => ({
  headers: [...draft.headers, ['Authorization', value]],
  body: draft.body,
  steps: [...steps, { id: 'header', text: `Authorization: ${value}` }],
});

/** A key for signed operations, made in this page: it cannot be read out of it, and ends with it. */
export interface OperationKey {
  pair: CryptoKeyPair;
  publicKey: string;
  /** Once it is certified. */
  chain?: string[];
  user?: string;
}

export async function makeOperationKey(): Promise<OperationKey> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  return { pair, publicKey: base64(await crypto.subtle.exportKey('raw', pair.publicKey)) };
}

export const signBytes = async (key: OperationKey, text: string) => new Uint8Array(await crypto.subtle.sign('Ed25519', key.pair.privateKey, bytesOf(text)));

/** How long a signed operation may be used. */
const lifeSeconds = 60;

/** Doordeck: an operation as a token that the key signs; it is the body of the call. */
export async function signOperation(draft: Draft, key: OperationKey, token: string, now = Date.now(), jti: string = crypto.randomUUID()): Promise<Signed> {
  const seconds = Math.floor(now / 1000);
  const header = { alg: 'EdDSA', x5c: key.chain ?? [], typ: 'JWT' };
  const claims = { iss: key.user ?? '', sub: draft.lock ?? '', nbf: seconds, iat: seconds, exp: seconds + lifeSeconds, jti, operation: JSON.parse(draft.body ?? '{}') as unknown };
  const input = [header, claims].map((part) => base64Url(bytesOf(JSON.stringify(part)))).join('.');
  const signature = base64Url(await signBytes(key, input));
  return {
    headers: [...draft.headers, ['Authorization', `Bearer ${token}`]],
    body: `${input}.${signature}`,
    steps: [
      { id: 'jwtHeader', text: JSON.stringify({ ...header, x5c: header.x5c.map((one) => `${one.slice(0, 24)}…`) }, null, 2) },
      { id: 'jwtClaims', text: JSON.stringify(claims, null, 2) },
      { id: 'jwtSignature', text: signature },
      { id: 'jwt', text: `${input}.${signature}` },
      { id: 'header', text: `Authorization: Bearer ${token}` },
    ],
  };
}
