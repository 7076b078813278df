import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { madeOf, Stored, type Made } from './Stored';
import type { ApiClient } from './clientQueries';
import styles from './Integrations.module.css';

interface Own {
  client: ApiClient;
  isOpen: boolean;
  onClose: () => void;
}

/** Another secret for a client; how long the former one goes on is said before. */
export function RollSecret({ client, isOpen, onClose }: Own) {
  const words = useWords();
  const { page, once } = useRoomWords('integrations');
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState('24');
  const [made, setMade] = useState<Made>();
  const { isWorking, refusal, run, forget } = useTask();
  const close = () => {
    setMade(undefined);
    forget();
    onClose();
  };
  const roll = () =>
    void run(async () => {
      const given = { path: { id: client.id }, body: { overlapHours: Number(overlap) } };
      const { secret } = await (client.kind === 'keyvox' ? api.post('/hmac-keys/{id}/secret', given) : api.post('/api-clients/{id}/secret', given));
      await queries.invalidateQueries({ queryKey: ['apiClients'] });
      setMade({ ...madeOf(client), secret });
    });
  return (
    <Dialog title={made ? once.title : page.rollTitle(client.name)} isOpen={isOpen} isWorking={isWorking} onClose={close} isLasting={made !== undefined}>
      {made ? (
        <Stored made={made} onDone={close} />
      ) : (
        <div className={styles.stack}>
          <p>{page.rollBody}</p>
          <Choice label={page.overlap} options={Object.entries(page.overlaps).map(([id, name]) => ({ id, name }))} value={overlap} onChange={setOverlap} />
          {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
          <Acts>
            <Button onPress={close}>{words.acts.cancel}</Button>
            <Button look="primary" isPending={isWorking} onPress={roll}>
              {page.rollAct}
            </Button>
          </Acts>
        </div>
      )}
    </Dialog>
  );
}
