import { useState } from 'react';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Copied } from '../parts/Copied';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { useRoomWords } from '../words/rooms';
import styles from './Integrations.module.css';

/** The secret that a webhook signs with, this once. */
export function NewSecret({ secret, onDone }: { secret: string; onDone: () => void }) {
  const own = useRoomWords('webhooks').once;
  const { once } = useRoomWords('integrations');
  const [isStored, setStored] = useState(false);
  return (
    <div className={styles.stack}>
      <Notice tone="warn">{own.body}</Notice>
      <Copied text={secret} label={own.secret} />
      <p className={styles.quiet}>{own.verifyBody}</p>
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
