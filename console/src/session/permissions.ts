import type { Session, SessionTenant } from './calls';

/** Whether a role in a tenant allows all of these. */
export const may = (tenant: Pick<SessionTenant, 'permissions'>, ...permissions: string[]) => permissions.every((one) => tenant.permissions.includes(one));

/** Who must have a second factor and has none may do nothing but get one. */
export const mustEnrol = ({ secondFactor }: Pick<Session, 'secondFactor'>) => secondFactor.isRequired && !secondFactor.hasTotp && secondFactor.passkeys === 0;
