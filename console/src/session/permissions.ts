import type { Tenant } from './contract';

/** Whether a role in a tenant allows all of these. */
export const may = (tenant: Pick<Tenant, 'permissions'>, ...permissions: string[]) => permissions.every((one) => tenant.permissions.includes(one));
