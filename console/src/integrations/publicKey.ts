import type { TokenKey } from './applicationQueries';

export type KeyFault = 'empty' | 'notJson' | 'notKey' | 'several' | 'shared';
export type ReadKey = { fault: KeyFault } | { fault?: undefined; key: Omit<TokenKey, 'kid'>; kid: string; isPrivate: boolean };

const members = ['alg', 'use', 'crv', 'x', 'y', 'n', 'e'] as const;
const types = new Set(['RSA', 'EC', 'OKP']);

/** A key as it was pasted, or a set with one. What is private of it does not leave this function. */
export function readKey(text: string): ReadKey {
  if (!text.trim()) return { fault: 'empty' };
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return { fault: 'notJson' };
  }

  const set = isObject(read) && Array.isArray(read['keys']) ? (read['keys'] as unknown[]) : [read];
  if (set.length > 1) return { fault: 'several' };
  const [jwk] = set;
  if (!isObject(jwk)) return { fault: 'notKey' };
  if (jwk['kty'] === 'oct') return { fault: 'shared' };
  if (typeof jwk['kty'] !== 'string' || !types.has(jwk['kty'])) return { fault: 'notKey' };
  const key: Omit<TokenKey, 'kid'> = { kty: jwk['kty'] };
  for (const member of members) {
    const value = jwk[member];
    if (typeof value === 'string') key[member] = value;
  }

  return { key, kid: typeof jwk['kid'] === 'string' ? jwk['kid'] : '', isPrivate: 'd' in jwk };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
