import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Choice } from '../parts/Choice';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { DeviceSettings } from './DeviceSettings';
import { lockQuery, putLock, sitesQuery, type Lock } from './doorQueries';
import { HoursSettings } from './HoursSettings';
import styles from './Lock.module.css';
import { OutOfUse } from './OutOfUse';

export function LockSettings({ lock }: { lock: Lock }) {
  return (
    <div className={styles.stack}>
      <General lock={lock} />
      <Closing lock={lock} />
      <DeviceSettings lock={lock} />
      <HoursSettings lock={lock} />
      <OutOfUse lock={lock} />
    </div>
  );
}

/** A form of settings: saved as a whole, told in place when refused. */
export function SettingsForm({ lock, title, body, save, isWrong, children }: { lock: Lock; title: string; body?: string; save: () => Promise<unknown>; isWrong?: boolean; children: ReactNode }) {
  const words = useWords();
  const queries = useQueryClient();
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    void run(async () => {
      await save();
      putLock(queries, await queries.fetchQuery({ ...lockQuery(lock.id), staleTime: 0 }));
      say(words.acts.saved);
    });
  };
  return (
    <Card title={title}>
      <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
        {body && <p className={styles.quiet}>{body}</p>}
        {children}
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <div>
          <Button type="submit" isPending={isWorking} isDisabled={isWrong}>
            {isWorking ? words.acts.saving : words.acts.save}
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function General({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').settings;
  const sites = useQuery(sitesQuery);
  const [name, setName] = useState(lock.name);
  const [siteId, setSiteId] = useState(lock.siteId);
  const save = () =>
    api.patch('/locks/{id}', { path: { id: lock.id }, body: { ...(name.trim() !== lock.name ? { name: name.trim() } : {}), ...(siteId !== lock.siteId ? { siteId } : {}) } });
  return (
    <SettingsForm lock={lock} title={own.general} save={save} isWrong={!name.trim() || (name.trim() === lock.name && siteId === lock.siteId)}>
      <TextField label={own.name} value={name} onChange={setName} maxLength={200} error={name.trim() ? undefined : own.nameMissing} />
      <Choice label={own.site} options={sites.data ?? []} value={siteId} onChange={setSiteId} isDisabled={lock.unitId !== undefined} hint={lock.unitId ? own.siteOfUnit : undefined} />
    </SettingsForm>
  );
}

const relock = [5, 900] as const;
const ajar = [1, 86_400] as const;
const isIn = (text: string, [from, to]: readonly [number, number]) => /^\d+$/.test(text) && (Number(text) === 0 || (Number(text) >= from && Number(text) <= to));

function Closing({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').settings;
  const [relockAfter, setRelock] = useState(String(lock.relockAfter));
  const [ajarAfter, setAjar] = useState(String(lock.ajarAfter));
  const hasSensor = lock.capabilities.includes('doorSensor');
  const save = async () => {
    const path = { id: lock.id };
    if (Number(relockAfter) !== lock.relockAfter) await api.patch('/locks/{id}', { path, body: { relockAfter: Number(relockAfter) } });
    if (hasSensor && Number(ajarAfter) !== lock.ajarAfter) await api.put('/locks/{id}/ajar-time', { path, body: { seconds: Number(ajarAfter) } });
  };
  const isSame = Number(relockAfter) === lock.relockAfter && Number(ajarAfter) === lock.ajarAfter;
  return (
    <SettingsForm lock={lock} title={own.closing} save={save} isWrong={isSame || !isIn(relockAfter, relock) || !isIn(ajarAfter, ajar)}>
      <div className={styles.pair}>
        <TextField label={own.relock} hint={own.relockHint} inputMode="numeric" value={relockAfter} onChange={setRelock} error={isIn(relockAfter, relock) ? undefined : own.outOfRange(...relock)} />
        {hasSensor && <TextField label={own.ajar} hint={own.ajarHint} inputMode="numeric" value={ajarAfter} onChange={setAjar} error={isIn(ajarAfter, ajar) ? undefined : own.outOfRange(...ajar)} />}
      </div>
    </SettingsForm>
  );
}
