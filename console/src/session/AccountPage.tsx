import { useQuery } from '@tanstack/react-query';
import { KeyRound, Smartphone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { send } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { Time } from '../parts/Time';
import { useWords } from '../words';
import { SecondFactorChoice } from './SecondFactor';
import styles from './Session.module.css';
import { load, useSession } from './useSession';

interface Passkey {
  id: string;
  name: string;
  createdAt?: string;
}

/** How the person proves who they are. */
export default function AccountPage() {
  const words = useWords();
  const own = words.session.enrol;
  const { session } = useSession();
  const { hasTotp, passkeys, recoveryCodesLeft } = session.secondFactor;
  const [isAdding, add] = useState(false);
  const [removing, remove] = useState<{ path: string; name: string }>();
  const held = useQuery({
    queryKey: ['passkeys', passkeys],
    queryFn: async () => ((await (await send('get', '/account/passkeys')).json()) as { items: Passkey[] }).items,
    enabled: passkeys > 0,
  });
  const done = () => {
    add(false);
    void load();
  };
  return (
    <Page title={words.shell.security}>
      <Card title={own.title}>
        <p>{own.optional}</p>
        {isAdding ? (
          <SecondFactorChoice onDone={done} />
        ) : (
          <ul className={styles.choices}>
            <li className={styles.choice}>
              <Smartphone size={22} aria-hidden />
              <div>
                <h3>{own.app}</h3>
                <p>{hasTotp ? own.codesLeft(recoveryCodesLeft) : own.appBody}</p>
              </div>
              <Badge tone={hasTotp ? 'good' : 'plain'}>{hasTotp ? own.has : own.hasNot}</Badge>
              {hasTotp && <Button look="quiet" aria-label={`${words.acts.remove}: ${own.app}`} icon={<Trash2 size={16} aria-hidden />} onPress={() => remove({ path: '/account/totp', name: own.app })} />}
            </li>
            {held.data?.map((passkey) => (
              <li key={passkey.id} className={styles.choice}>
                <KeyRound size={22} aria-hidden />
                <div>
                  <h3>{passkey.name}</h3>
                  <p>{passkey.createdAt && <Time at={passkey.createdAt} />}</p>
                </div>
                <Button look="quiet" aria-label={`${words.acts.remove}: ${passkey.name}`} icon={<Trash2 size={16} aria-hidden />} onPress={() => remove({ path: `/account/passkeys/${passkey.id}`, name: passkey.name })} />
              </li>
            ))}
          </ul>
        )}
        {held.error && <Notice tone="bad">{tell(held.error, words)}</Notice>}
        {!isAdding && (
          <div className={styles.acts}>
            <Button look="primary" onPress={() => add(true)}>
              {words.acts.add}
            </Button>
          </div>
        )}
      </Card>
      <Confirm
        title={`${words.acts.remove}: ${removing?.name ?? ''}`}
        body={own.optional}
        act={words.acts.remove}
        isOpen={removing !== undefined}
        onClose={() => remove(undefined)}
        onConfirm={async () => {
          await send('delete', removing!.path);
          await load();
        }}
      />
    </Page>
  );
}
