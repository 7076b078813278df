import { Smartphone, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '../api/client';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Badge } from '../parts/Notice';
import { Page } from '../parts/Page';
import { useWords } from '../words';
import { PasskeyList } from './PasskeyList';
import styles from './Session.module.css';
import { SpareCodes } from './SpareCodes';
import { TotpSetUp } from './TotpSetUp';
import { load, useSession } from './useSession';

/** How the person proves who they are. */
export default function AccountPage() {
  const words = useWords();
  const own = words.session.enrol;
  const { session } = useSession();
  const { hasTotp, passkeys } = session.secondFactor;
  const [isSettingUp, setUp] = useState(false);
  const [isRemoving, remove] = useState(false);
  const done = () => {
    setUp(false);
    void load();
  };
  return (
    <Page title={words.shell.security}>
      <Card title={own.title}>
        <p>{own.optional}</p>
        {isSettingUp ? (
          <TotpSetUp onDone={done} onBack={() => setUp(false)} />
        ) : (
          <>
            <div className={styles.choice}>
              <Smartphone size={22} aria-hidden />
              <div>
                <h3>{own.app}</h3>
                <p>{own.appBody}</p>
              </div>
              <Badge tone={hasTotp ? 'good' : 'plain'}>{hasTotp ? own.has : own.hasNot}</Badge>
              {hasTotp && <Button look="quiet" aria-label={`${words.acts.remove}: ${own.app}`} icon={<Trash2 size={16} aria-hidden />} onPress={() => remove(true)} />}
            </div>
            <div className={styles.acts}>
              <Button look="primary" onPress={() => setUp(true)}>
                {hasTotp ? own.change : own.start}
              </Button>
            </div>
          </>
        )}
      </Card>
      <PasskeyList />
      {(hasTotp || passkeys > 0) && <SpareCodes />}
      <Confirm
        title={`${words.acts.remove}: ${own.app}`}
        body={own.optional}
        act={words.acts.remove}
        isOpen={isRemoving}
        onClose={() => remove(false)}
        onConfirm={async () => {
          await api.delete('/account/totp');
          await load();
        }}
      />
    </Page>
  );
}
