import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { Problem } from '../api/problems';

type Question = components['schemas']['PasskeyQuestion'];

/**
 * Asks the browser for a new passkey, and the server to take it.
 * @param onMade From here on the server is asked: what is given up now may have been done.
 */
export async function addPasskey(name: string, signal: AbortSignal, onMade: () => void) {
  const asked = await api.post('/account/passkeys/options');
  const made = await fromBrowser((key) => navigator.credentials.create({ signal, publicKey: key.parseCreationOptionsFromJSON(asked.options as unknown as PublicKeyCredentialCreationOptionsJSON) }));
  onMade();
  return api.post('/account/passkeys', { body: { ...answerTo(asked, made), name } });
}

/** @param password Where somebody has typed theirs: then only their own passkeys are asked for. */
export const logInByPasskey = (signal: AbortSignal, password?: components['schemas']['PasskeyLogIn']) =>
  orRefused(async () => {
    const asked = await api.post('/session/passkey/options', { body: password });
    return api.post('/session/passkey', { body: answerTo(asked, await shown(asked, signal)) });
  });

export const stepUpByPasskey = (signal: AbortSignal) =>
  orRefused(async () => {
    const asked = await api.post('/session/step-up/passkey/options');
    return api.post('/session/step-up/passkey', { body: answerTo(asked, await shown(asked, signal)) });
  });

const shown = (asked: Question, signal: AbortSignal) =>
  fromBrowser((key) => navigator.credentials.get({ signal, publicKey: key.parseRequestOptionsFromJSON(asked.options as unknown as PublicKeyCredentialRequestOptionsJSON) }));

const answerTo = ({ challengeId }: Question, credential: PublicKeyCredential) => ({ challengeId, credential: { ...credential.toJSON() } });

/** What the browser says in names of its own becomes a refusal like any other. */
async function fromBrowser(ask: (key: typeof PublicKeyCredential) => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    return (await ask(PublicKeyCredential)) as PublicKeyCredential;
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    throw new Problem(codes[name] ?? 'passkey-failed', 0, error instanceof Error ? error.message : '');
  }
}

const codes: Record<string, string> = {
  NotAllowedError: 'passkey-cancelled',
  AbortError: 'passkey-cancelled',
  InvalidStateError: 'passkey-there',
  SecurityError: 'no-passkeys-here',
};

async function orRefused<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw error instanceof Problem && error.code === 'wrong-login' ? new Problem('passkey-refused', error.status, error.detail) : error;
  }
}
