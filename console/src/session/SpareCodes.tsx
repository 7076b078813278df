import { useState } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { RecoveryCodes } from './RecoveryCodes';
import styles from './Session.module.css';
import { load, useSession } from './useSession';

/** How many recovery codes are left, and new ones in their place. */
export function SpareCodes() {
  const words = useWords();
  const own = useRoomWords('passkeys');
  const { secondFactor } = useSession().session;
  const [codes, setCodes] = useState<string[]>();
  const { isWorking, refusal, run } = useTask();
  const kept = () => {
    setCodes(undefined);
    void load();
  };
  return (
    <Card title={words.session.enrol.recovery}>
      {codes ? (
        <RecoveryCodes codes={codes} onKept={kept} isTitled />
      ) : (
        <>
          <p>{own.codesLeft(secondFactor.recoveryCodesLeft)}</p>
          {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
          <div className={styles.acts}>
            <Button isPending={isWorking} onPress={() => void run(async () => setCodes((await api.post('/account/recovery-codes')).recoveryCodes))}>
              {own.newCodes}
            </Button>
          </div>
        </>
      )}
    </Card>
  );
}
