import { useSyncExternalStore } from 'react';
import { api, connection } from '../api/client';
import { Problem } from '../api/problems';
import type { Session, SessionTenant } from './calls';
import { may } from './permissions';

export type SessionState =
  | { stage: 'loading' }
  | { stage: 'unreachable'; problem: unknown }
  | { stage: 'notSetUp' }
  | { stage: 'loggedOut'; because?: string }
  | { stage: 'loggedIn'; session: Session; tenant: SessionTenant | undefined };

const tenantKey = 'latchwork.tenant';
const listeners = new Set<() => void>();
let state: SessionState = { stage: 'loading' };

/** What was read for one person in one tenant is forgotten before another looks. */
export const whenOthers = { forget: () => {} };

const whose = (of: SessionState) => (of.stage === 'loggedIn' ? `${of.session.person.id} ${of.tenant?.id}` : undefined);

function become(next: SessionState) {
  const before = whose(state);
  state = next;
  if (before !== undefined && before !== whose(next)) whenOthers.forget();
  if (next.stage === 'loggedIn') {
    connection.antiforgery = next.session.antiforgery;
    connection.tenantId = next.tenant?.id ?? '';
  } else {
    connection.antiforgery = connection.tenantId = '';
  }

  listeners.forEach((listener) => listener());
}

export function enter(session: Session) {
  const chosen = sessionStorage.getItem(tenantKey);
  become({ stage: 'loggedIn', session, tenant: session.tenants.find((tenant) => tenant.id === chosen) ?? session.tenants[0] });
}

export function chooseTenant(id: string) {
  if (state.stage !== 'loggedIn') return;
  sessionStorage.setItem(tenantKey, id);
  enter(state.session);
}

/** @param because A code of the problems, where they did not log out themselves. */
export const leave = (because?: string) => become({ stage: 'loggedOut', because });

export async function load(): Promise<void> {
  try {
    enter(await api.get('/session', { background: true }));
  } catch (error) {
    if (!(error instanceof Problem) || !['no-session', 'session-ended', 'not-set-up'].includes(error.code)) become({ stage: 'unreachable', problem: error });
  }
}

connection.refused = (problem) => {
  if (problem.code === 'not-set-up') become({ stage: 'notSetUp' });
  else if (problem.code === 'second-factor-missing') void load();
  else if (state.stage === 'loggedIn') leave('session-ended');
  else leave(problem.code === 'session-ended' ? 'session-ended' : undefined);
};

const subscribe = (listener: () => void) => (listeners.add(listener), () => void listeners.delete(listener));

export const useSessionState = (): SessionState => useSyncExternalStore(subscribe, () => state);

/** Of a page that is only there for who is logged in. */
export function useSession(): { session: Session; tenant: SessionTenant } {
  const now = useSessionState();
  if (now.stage !== 'loggedIn' || !now.tenant) throw new Error('Nobody is logged in.');
  return { session: now.session, tenant: now.tenant };
}

export const useMay = (...permissions: string[]) => may(useSession().tenant, ...permissions);
