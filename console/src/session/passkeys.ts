import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { Problem } from '../api/problems';

type Question = components['schemas']['PasskeyQuestion'];

/** Asks the browser for a new passkey, and the server to take it. */
export async function addPasskey(name: string) {
  const asked = await api.post('/account/passkeys/options');
  const made = await fromBrowser((key) => navigator.credentials.create({ publicKey: key.parseCreationOptionsFromJSON(asked.options as unknown as PublicKeyCredentialCreationOptionsJSON) }));
  return api.post('/account/passkeys', { body: { ...answerTo(asked, made), name } });
}

/** @param password Where somebody has typed theirs: then only their own passkeys are asked for. */
export const logInByPasskey = (password?: components['schemas']['PasskeyLogIn']) =>
  orRefused(async () => {
    const asked = await api.post('/session/passkey/options', { body: password });
    return api.post('/session/passkey', { body: answerTo(asked, await shown(asked)) });
  });

export const stepUpByPasskey = () =>
  orRefused(async () => {
    const asked = await api.post('/session/step-up/passkey/options');
    return api.post('/session/step-up/passkey', { body: answerTo(asked, await shown(asked)) });
  });

const shown = (asked: Question) =>
  fromBrowser((key) => navigator.credentials.get({ publicKey: key.parseRequestOptionsFromJSON(asked.options as unknown as PublicKeyCredentialRequestOptionsJSON) }));

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
