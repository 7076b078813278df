import { CheckboxGroup } from 'react-aria-components';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { useSession } from '../session/useSession';
import { useRoomWords } from '../words/rooms';
import styles from './Integrations.module.css';

/** Those of the list that a person may give: nobody gives more than they hold. */
export function useGivable(most?: readonly string[]): string[] {
  const { tenant } = useSession();
  return most ? tenant.permissions.filter((one) => most.includes(one)) : tenant.permissions;
}

const desk = ['locks:read', 'locks:unlock', 'locks:lock', 'credentials:read', 'credentials:write', 'sites:read', 'audit:read'];

/** What an integration may have at most (keyvox.md 12), as the server holds it. */
export const integrationScopes = ['locks:read', 'locks:unlock', 'locks:lock', 'credentials:read', 'credentials:write', 'sites:read', 'lockers:read', 'lockers:open', 'reservations:read', 'reservations:write', 'audit:read', 'webhooks:read', 'webhooks:write'];

interface Own {
  value: string[];
  onChange: (scopes: string[]) => void;
  most?: readonly string[];
  error?: string;
}

export function ScopeChoice({ value, onChange, most, error }: Own) {
  const own = useRoomWords('integrations');
  const givable = useGivable(most);
  const groups = [...new Set(givable.map((one) => one.split(':')[0]!))];
  const presets = [
    { name: own.wizard.presets.read, scopes: givable.filter((one) => one.endsWith(':read')) },
    { name: own.wizard.presets.desk, scopes: givable.filter((one) => desk.includes(one)) },
    { name: own.wizard.presets.all, scopes: givable },
    { name: own.wizard.presets.none, scopes: [] },
  ];
  return (
    <div className={styles.stack}>
      <CheckboxGroup aria-label={own.wizard.scopes} value={value} onChange={onChange} isInvalid={Boolean(error)} className={styles.stack!}>
        <span className={styles.label} aria-hidden>
          {own.wizard.scopes}
        </span>
        <div className={styles.inline}>
          {presets.map(({ name, scopes }) => (
            <Button key={name} onPress={() => onChange(scopes)}>
              {name}
            </Button>
          ))}
        </div>
        <div className={styles.scopes}>
          {groups.map((group) => (
            <fieldset key={group}>
              <legend>{own.groups[group] ?? group}</legend>
              {givable
                .filter((one) => one.startsWith(`${group}:`))
                .map((one) => (
                  <Checkbox key={one} value={one}>
                    <ScopeName scope={one} />
                  </Checkbox>
                ))}
            </fieldset>
          ))}
        </div>
      </CheckboxGroup>
      {error && <p role="alert">{error}</p>}
    </div>
  );
}

function ScopeName({ scope }: { scope: string }) {
  const own = useRoomWords('integrations');
  return <>{own.verbs[scope.split(':')[1]!] ?? scope}</>;
}
