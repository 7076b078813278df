import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Confirm } from '../parts/Confirm';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Integrations.module.css';
import { NewSecret } from './NewSecret';
import { ReplayDialog } from './ReplayDialog';
import { WebhookForm } from './WebhookForm';
import { bodyOf, type Webhook } from './webhookQueries';

type Asked = 'edit' | 'roll' | 'replay' | 'remove';

export function WebhookActs({ webhook }: { webhook: Webhook }) {
  const { words, locale } = useSpeech();
  const room = useRoomWords('webhooks');
  const own = room.page;
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [asked, ask] = useState<Asked>();
  const testing = useTask();
  const turning = useTask();
  const close = () => ask(undefined);
  const path = { id: webhook.id };
  const refresh = () => queries.invalidateQueries({ queryKey: ['webhooks'] });
  // Told in the corner: there is no form that it could stand in.
  const tellRefusal = ({ run }: typeof testing, act: () => Promise<unknown>) => void run(() => act().catch((error: unknown) => say(tell(error, words), 'bad')));
  const test = () =>
    tellRefusal(testing, async () => {
      const { delivered, status, failure, took } = await api.post('/webhooks/{id}/test', { path });
      const time = took.toLocaleString(locale);
      if (delivered) say(own.tested(String(status ?? ''), time));
      else say(own.notTaken([room.failures[failure ?? ''], status].filter(Boolean).join(', '), time), 'bad');
      await refresh();
    });
  const turn = () =>
    tellRefusal(turning, async () => {
      await api.put('/webhooks/{id}', { path, body: { ...bodyOf(webhook), isEnabled: Boolean(webhook.pausedBecause) } });
      await refresh();
    });
  const remove = async () => {
    await api.delete('/webhooks/{id}', { path });
    navigate('/integrations/webhooks');
    say(own.removed);
    await refresh();
  };
  const name = webhook.name || webhook.url;
  return (
    <>
      <Button isPending={testing.isWorking} onPress={test}>
        {own.test}
      </Button>
      <Button onPress={() => ask('replay')}>{own.replay}</Button>
      {webhook.format && (
        <>
          <Button isPending={turning.isWorking} onPress={turn}>{webhook.pausedBecause ? own.on : own.off}</Button>
          <Button onPress={() => ask('edit')}>{own.edit}</Button>
          <Button onPress={() => ask('roll')}>{own.roll}</Button>
        </>
      )}
      <Button onPress={() => ask('remove')}>{own.remove}</Button>
      {asked === 'edit' && (
        <Dialog title={own.editTitle(name)} isOpen onClose={close}>
          <WebhookForm
            webhook={webhook}
            onDone={() => {
              close();
              say(words.acts.saved);
            }}
            onClose={close}
          />
        </Dialog>
      )}
      {asked === 'roll' && <RollDialog webhook={webhook} onClose={close} />}
      {asked === 'replay' && <ReplayDialog webhook={webhook} onClose={close} />}
      <Confirm title={own.removeTitle} body={own.removeBody(name)} act={words.acts.remove} isOpen={asked === 'remove'} onClose={close} onConfirm={remove} />
    </>
  );
}

function RollDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const words = useWords();
  const room = useRoomWords('webhooks');
  const { page } = useRoomWords('integrations');
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState('24');
  const [secret, setSecret] = useState<string>();
  const { isWorking, refusal, run } = useTask();
  const roll = () =>
    void run(async () => {
      const made = await api.post('/webhooks/{id}/secret', { path: { id: webhook.id }, body: { overlapHours: Number(overlap) } });
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
      setSecret(made.secret);
    });
  return (
    <Dialog title={secret ? room.once.title : room.page.rollTitle} isOpen isWorking={isWorking} onClose={onClose} isLasting={secret !== undefined}>
      {secret ? (
        <NewSecret secret={secret} onDone={onClose} />
      ) : (
        <div className={styles.stack}>
          <p>{room.page.rollBody}</p>
          <Choice label={room.page.overlap} options={Object.entries(page.overlaps).map(([id, text]) => ({ id, name: text }))} value={overlap} onChange={setOverlap} />
          {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
          <Acts>
            <Button onPress={onClose}>{words.acts.cancel}</Button>
            <Button look="primary" isPending={isWorking} onPress={roll}>
              {page.rollAct}
            </Button>
          </Acts>
        </div>
      )}
    </Dialog>
  );
}
