import { api } from '../api/client';
import type { components } from '../api/latchwork';

export type Session = components['schemas']['Session'];
export type SessionTenant = components['schemas']['SessionTenant'];

export const logIn = (body: components['schemas']['LogIn']) => api.post('/session', { body });
export const logOut = () => api.delete('/session');
