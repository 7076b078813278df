import { useSession } from '../session/useSession';
import { roles, type Role } from './peopleQueries';

/** Nobody deals in a role that may more than their own, and the others deal in none. */
const dealt: Partial<Record<Role, readonly Role[]>> = { owner: roles, administrator: roles.filter((role) => role !== 'owner') };

/** The roles that this person may give to others in the tenant that they are looking at. */
export function useDealtRoles(): readonly Role[] {
  const { tenant } = useSession();
  return dealt[tenant.role as Role] ?? [];
}
