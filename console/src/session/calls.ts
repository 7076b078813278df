import { send } from '../api/client';
import type { PasskeyChallenge, PasskeyOffer, Session, TotpOffer } from './contract';

const told = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;

export const getSession = () => told<Session>(send('get', '/session', { background: true }));
export const logIn = (body: { login: string; password: string; code?: string }) => told<Session>(send('post', '/session', { body }));
export const logOut = () => send('delete', '/session');

export async function logInByPasskey(): Promise<Session> {
  const { challengeId, options } = await told<PasskeyChallenge>(send('post', '/session/passkey-options', { body: {} }));
  return told<Session>(send('post', '/session/passkey', { body: { challengeId, credential: await showPasskey(options) } }));
}

export const stepUp = (body: { password?: string; code?: string }) => told<Session>(send('post', '/session/step-up', { body }));

export async function stepUpByPasskey(): Promise<Session> {
  const { challengeId, options } = await told<PasskeyChallenge>(send('post', '/session/step-up/passkey-options', { body: {} }));
  return told<Session>(send('post', '/session/step-up', { body: { challengeId, credential: await showPasskey(options) } }));
}

export const offerTotp = () => told<TotpOffer>(send('post', '/account/totp'));
export const confirmTotp = (code: string) => told<{ recoveryCodes: string[] }>(send('post', '/account/totp/confirm', { body: { code } }));

export async function addPasskey(name: string): Promise<void> {
  const { challengeId, options } = await told<PasskeyOffer>(send('post', '/account/passkey-options', { body: {} }));
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  await send('post', '/account/passkeys', { body: { challengeId, name, credential: credential.toJSON() } });
}

async function showPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return ((await navigator.credentials.get({ publicKey })) as PublicKeyCredential).toJSON();
}

/** Browsers offer passkeys to names only, never to a bare address. */
export const canUsePasskeys = () =>
  'PublicKeyCredential' in window &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  !/^[\d.]+$|:/.test(location.hostname);
