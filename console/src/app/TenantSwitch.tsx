import { Choice } from '../parts/Choice';
import { chooseTenant, useSession } from '../session/useSession';
import { useWords } from '../words';
import styles from './Shell.module.css';

/** In which tenant they act, where they belong to several. */
export function TenantSwitch() {
  const words = useWords();
  const { session, tenant } = useSession();
  if (session.tenants.length < 2) return <div className={styles.tenantName}>{tenant.name}</div>;
  return <Choice label={words.shell.tenant} isNarrow options={session.tenants} value={tenant.id} onChange={chooseTenant} />;
}
