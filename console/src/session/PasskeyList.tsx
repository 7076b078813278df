import { useQuery } from '@tanstack/react-query';
import { KeyRound, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { queries } from '../app/queries';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Acts, Dialog } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { Time } from '../parts/Time';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { whyNoPasskeys } from './passkeyPlace';
import { PasskeySetUp } from './PasskeySetUp';
import styles from './Session.module.css';
import { load } from './useSession';

type Passkey = components['schemas']['Passkey'];

const passkeysQuery = { queryKey: ['passkeys'], queryFn: () => api.get('/account/passkeys') };

/** The list, and what else is told of the account. */
const reload = () => Promise.all([queries.invalidateQueries(passkeysQuery), load()]);

/** The passkeys of the person. */
export function PasskeyList() {
  const words = useWords();
  const own = useRoomWords('passkeys');
  const list = useQuery(passkeysQuery);
  const [isAdding, add] = useState(false);
  const [removing, remove] = useState<Passkey>();
  const [renaming, rename] = useState<Passkey>();
  const why = whyNoPasskeys();
  const isFull = list.data !== undefined && list.data.passkeys.length >= list.data.most;
  const done = () => {
    add(false);
    void reload();
  };
  return (
    <Card title={own.title}>
      <p>{own.body}</p>
      {list.error && (
        <Notice tone="bad">
          {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      {isAdding ? (
        <PasskeySetUp onDone={done} onBack={() => add(false)} />
      ) : (
        <>
          {list.isPending && <Skeleton height="4.5rem" />}
          {list.data?.passkeys.length === 0 && <p className={styles.quiet}>{own.none}</p>}
          {list.data && list.data.passkeys.length > 0 && (
            <ul className={styles.form} aria-label={own.title}>
              {list.data.passkeys.map((one) => (
                <li key={one.id} className={styles.choice}>
                  <KeyRound size={22} aria-hidden />
                  <div>
                    <h3>{one.name}</h3>
                    <p>
                      {own.madeAt} <Time at={one.madeAt} look="ago" />
                      {' · '}
                      {one.lastUsedAt ? (
                        <>
                          {own.usedAt} <Time at={one.lastUsedAt} look="ago" />
                        </>
                      ) : (
                        own.neverUsed
                      )}
                      {one.host !== location.hostname && ` · ${own.elsewhere(one.host)}`}
                    </p>
                  </div>
                  <Button look="quiet" aria-label={own.rename(one.name)} icon={<Pencil size={16} aria-hidden />} onPress={() => rename(one)} />
                  <Button look="quiet" aria-label={own.remove(one.name)} icon={<Trash2 size={16} aria-hidden />} onPress={() => remove(one)} />
                </li>
              ))}
            </ul>
          )}
          {why ? (
            <p className={styles.quiet}>{own.whyNot[why]}</p>
          ) : isFull ? (
            <p className={styles.quiet}>{own.full(list.data!.most)}</p>
          ) : (
            <div className={styles.acts}>
              <Button look="primary" onPress={() => add(true)}>
                {own.start}
              </Button>
            </div>
          )}
        </>
      )}
      <Confirm
        title={own.remove(removing?.name ?? '')}
        body={own.removeBody}
        act={words.acts.remove}
        isOpen={removing !== undefined}
        onClose={() => remove(undefined)}
        onConfirm={async () => {
          await api.delete('/account/passkeys/{id}', { path: { id: removing!.id } });
          await reload();
        }}
      />
      {renaming && (
        <Dialog title={own.rename(renaming.name)} isOpen onClose={() => rename(undefined)}>
          <Rename passkey={renaming} onDone={() => rename(undefined)} />
        </Dialog>
      )}
    </Card>
  );
}

function Rename({ passkey, onDone }: { passkey: Passkey; onDone: () => void }) {
  const words = useWords();
  const own = useRoomWords('passkeys');
  const [name, setName] = useState(passkey.name);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    void run(async () => {
      await api.patch('/account/passkeys/{id}', { path: { id: passkey.id }, body: { name: name.trim() } });
      await queries.invalidateQueries(passkeysQuery);
      onDone();
    });
  };
  return (
    <Form onSubmit={submit} validationBehavior="aria" className={styles.form!}>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <TextField label={own.name} hint={own.nameHint} autoFocus autoComplete="off" maxLength={100} value={name} onChange={setName} error={name.trim() ? undefined : words.session.required(own.name)} />
      <Acts>
        <Button onPress={onDone}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {words.acts.save}
        </Button>
      </Acts>
    </Form>
  );
}
