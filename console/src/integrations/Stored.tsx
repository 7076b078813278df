import { useState, type ReactNode } from 'react';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Copied } from '../parts/Copied';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { useRoomWords } from '../words/rooms';
import { kindOf, type ApiClient, type ProgramKind } from './clientQueries';
import styles from './Integrations.module.css';

/** What was made for a program, as far as it was told. A secret is in memory until its page is left. */
export interface Made {
  kind: ProgramKind;
  clientId?: string;
  userPrefix?: string;
  secret?: string;
}

export const madeOf = (client: ApiClient): Made => ({ kind: kindOf(client), clientId: client.clientId, userPrefix: client.userPrefix });

/** Shows a secret this once, and lets nobody go on before they say that they have it. */
export function Stored({ made, onDone }: { made: Made; onDone: () => void }) {
  const { once } = useRoomWords('integrations');
  const [isStored, setStored] = useState(false);
  return (
    <div className={styles.stack}>
      <Notice tone="warn">{once.body}</Notice>
      <WhereItGoes made={made} />
      <Checkbox isSelected={isStored} onChange={setStored}>
        {once.stored}
      </Checkbox>
      <Acts>
        <Button look="primary" isDisabled={!isStored} onPress={onDone}>
          {once.done}
        </Button>
      </Acts>
    </div>
  );
}

/** The address that a program of the wire takes in place of its cloud's. */
export const baseOf = (kind: ProgramKind, origin = window.location.origin) => (kind === 'native' ? `${origin}/api/v1` : origin);

/** What to put where in the program. */
export function WhereItGoes({ made: { kind, clientId, userPrefix, secret } }: { made: Made }) {
  const { once } = useRoomWords('integrations');
  return (
    <div className={styles.put}>
      <Put name={once.base} text={baseOf(kind)} />
      {kind === 'keyvox' && <p className={styles.quiet}>{once.keyvoxPath}</p>}
      {kind === 'keyvox' && clientId && <Put name={once.key} text={clientId} />}
      {kind === 'app' && clientId && <Put name={once.clientId} text={clientId} />}
      {kind === 'app' && userPrefix && <Put name={once.prefix} text={userPrefix} />}
      {kind === 'sifely' && <p className={styles.quiet}>{once.accountBody}</p>}
      {secret && <Put name={kind === 'app' ? once.clientSecret : kind === 'sifely' ? once.key : kind === 'integration' ? once.token : once.secret} text={secret} />}
      {secret && headerOf[kind] && <Put name={once.header} text={headerOf[kind](secret)} />}
    </div>
  );
}

const headerOf: Partial<Record<ProgramKind, (secret: string) => string>> = {
  native: (secret) => `Authorization: Bearer ${secret}`,
  integration: (secret) => `Authorization: Bearer ${secret}`,
  sifely: (secret) => `Authorization: ${secret}`,
};

function Put({ name, text }: { name: string; text: string }): ReactNode {
  return (
    <div>
      <span className={styles.label} aria-hidden>
        {name}
      </span>
      <Copied text={text} label={name} />
    </div>
  );
}
