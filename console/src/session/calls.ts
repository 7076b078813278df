import { send } from '../api/client';
import type { Session, TotpOffer } from './contract';

const told = async <T>(answer: Promise<Response>) => (await (await answer).json()) as T;

export const getSession = () => told<Session>(send('get', '/session', { background: true }));
export const logIn = (body: { login: string; password: string; code?: string }) => told<Session>(send('post', '/session', { body }));
export const logOut = () => send('delete', '/session');
export const stepUp = (body: { password?: string; code?: string }) => told<Session>(send('post', '/session/step-up', { body }));
export const offerTotp = () => told<TotpOffer>(send('post', '/account/totp'));
export const confirmTotp = (code: string) => told<{ recoveryCodes: string[] }>(send('post', '/account/totp/confirm', { body: { code } }));
