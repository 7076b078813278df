import { useQueryClient } from '@tanstack/react-query';
import { Snowflake, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { lockQuery, putLock, type Lock } from './doorQueries';
import styles from './Lock.module.css';

/** For a while, or for good. */
export function OutOfUse({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').settings;
  return (
    <Card title={own.danger}>
      <ul className={styles.rows}>
        <Freeze lock={lock} />
        <Delete lock={lock} />
      </ul>
    </Card>
  );
}

function Freeze({ lock }: { lock: Lock }) {
  const words = useWords();
  const own = useRoomWords('lock').settings;
  const queries = useQueryClient();
  const { isWorking, refusal, run } = useTask();
  const given = { path: { id: lock.id } };
  const toggle = () =>
    void run(async () => {
      await (lock.isFrozen ? api.post('/locks/{id}/unfreeze', given) : api.post('/locks/{id}/freeze', given));
      putLock(queries, await queries.fetchQuery({ ...lockQuery(lock.id), staleTime: 0 }));
    });
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <h3 className={styles.rowTitle}>{own.freezeTitle}</h3>
        <p className={styles.quiet}>{own.freezeBody}</p>
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      </div>
      <Button icon={<Snowflake size={16} aria-hidden />} isPending={isWorking} onPress={toggle}>
        {lock.isFrozen ? own.unfreeze : own.freeze}
      </Button>
    </li>
  );
}

function Delete({ lock }: { lock: Lock }) {
  const words = useWords();
  const own = useRoomWords('lock').settings;
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [isAsked, ask] = useState(false);
  const [typed, setTyped] = useState('');
  const { isWorking, refusal, run } = useTask();
  const mayDelete = useMay('locks:delete');
  if (!mayDelete) return null;
  const remove = () =>
    void run(async () => {
      await api.delete('/locks/{id}', { path: { id: lock.id } });
      say(own.deleted(lock.name));
      navigate('/doors', { replace: true });
      queries.removeQueries({ queryKey: lockQuery(lock.id).queryKey });
      void queries.invalidateQueries({ queryKey: ['doors'] });
    });
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <h3 className={styles.rowTitle}>{own.deleteTitle}</h3>
        <p className={styles.quiet}>{own.deleteBody}</p>
      </div>
      <Button look="danger" icon={<Trash2 size={16} aria-hidden />} onPress={() => ask(true)}>
        {own.deleteAct}
      </Button>
      <Dialog title={own.deleteTitle} isOpen={isAsked} isWorking={isWorking} onClose={() => ask(false)} role="alertdialog">
        <p>{own.deleteBody}</p>
        <TextField label={own.deleteAsk(lock.name)} autoComplete="off" value={typed} onChange={setTyped} />
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <Acts>
          <Button onPress={() => ask(false)}>{words.acts.cancel}</Button>
          <Button look="danger" isPending={isWorking} isDisabled={typed.trim() !== lock.name} onPress={remove}>
            {own.deleteAct}
          </Button>
        </Acts>
      </Dialog>
    </li>
  );
}
