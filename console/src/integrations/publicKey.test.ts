import { expect, test } from 'vitest';
import { readKey } from './publicKey';

const point = { kty: 'EC', crv: 'P-256', x: 'eA', y: 'eQ' };

test('a public key is taken as it is, and its name apart', () => {
  expect(readKey(JSON.stringify({ ...point, kid: 'rooms-1', alg: 'ES256', ext: true, key_ops: ['verify'] }))).toEqual({ key: { ...point, alg: 'ES256' }, kid: 'rooms-1', isPrivate: false });
});

test('of a private key nothing but the public half is left', () => {
  const read = readKey(JSON.stringify({ ...point, d: 'secret', p: 'p', q: 'q' }));
  expect(read).toEqual({ key: point, kid: '', isPrivate: true });
  expect(JSON.stringify(read)).not.toContain('secret');
});

test('a set with one key is that key', () => {
  expect(readKey(JSON.stringify({ keys: [point] }))).toMatchObject({ key: point });
});

test.each([
  ['', 'empty'],
  ['-----BEGIN PUBLIC KEY-----', 'notJson'],
  ['[]', 'notKey'],
  ['null', 'notKey'],
  ['{"keys":[]}', 'notKey'],
  ['{"kty":"XYZ"}', 'notKey'],
  ['{"kty":"oct","k":"c2VjcmV0"}', 'shared'],
  [JSON.stringify({ keys: [point, point] }), 'several'],
])('%s is no key: %s', (text, fault) => {
  expect(readKey(text)).toEqual({ fault });
});
