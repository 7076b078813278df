import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Choice } from '../parts/Choice';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { EventChoice } from './EventChoice';
import styles from './Integrations.module.css';
import { bodyOf, wireEvents, type SetWebhook, type Webhook } from './webhookQueries';

interface Own {
  /** Absent: a new one. */
  webhook?: Webhook;
  onDone: (made: { secret?: string }) => void;
  onClose: () => void;
}

const isWebAddress = (text: string) => /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text);

/** What a webhook is; of one that is there all but its form and its secret. */
export function WebhookForm({ webhook, onDone, onClose }: Own) {
  const words = useWords();
  const own = useRoomWords('webhooks');
  const queries = useQueryClient();
  const mayReveal = useMay('pins:reveal');
  const [given, setGiven] = useState<SetWebhook>(webhook ? bodyOf(webhook) : { name: '', format: 'latchwork', url: '' });
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const set = (part: Partial<SetWebhook>) => setGiven({ ...given, ...part });
  const isOurs = !wireEvents[given.format];
  const [name, url] = [given.name.trim(), given.url.trim()];
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!name || !isWebAddress(url)) return;
    const body = { ...given, name, url, events: given.events?.length ? given.events : undefined, secret: given.secret || undefined };
    void run(async () => {
      const secret = webhook ? (await api.put('/webhooks/{id}', { path: { id: webhook.id }, body }), undefined) : (await api.post('/webhooks', { body })).secret;
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
      onDone({ secret });
    });
  };
  return (
    <Form onSubmit={submit} className={styles.stack!} validationBehavior="aria">
      <TextField label={own.form.name} autoFocus maxLength={200} value={given.name} onChange={(text) => set({ name: text })} error={isAsked && !name ? own.form.nameMissing : undefined} />
      <TextField label={own.form.url} hint={own.form.urlHint} inputMode="url" autoComplete="off" value={given.url} onChange={(text) => set({ url: text })} error={isAsked && !isWebAddress(url) ? own.form.urlWrong : undefined} />
      <Choice
        label={own.form.format}
        hint={own.form.formatHints[given.format]}
        options={Object.entries(own.formats).map(([id, text]) => ({ id, name: text }))}
        value={given.format}
        onChange={(format) => set({ format, events: undefined, isOrdered: undefined, retryForHours: undefined })}
        isDisabled={webhook !== undefined}
      />
      <EventChoice format={given.format} chosen={given.events ?? []} onChange={(events) => set({ events })} />
      {isOurs && (
        <>
          <Choice label={own.form.retryFor} options={Object.entries(own.form.retries).map(([id, text]) => ({ id, name: text }))} value={String(given.retryForHours ?? 72)} onChange={(hours) => set({ retryForHours: Number(hours) })} />
          <div className={styles.cell}>
            <Checkbox isSelected={given.isOrdered ?? false} onChange={(isOrdered) => set({ isOrdered })}>
              {own.form.ordered}
            </Checkbox>
            <small>{own.form.orderedHint}</small>
          </div>
        </>
      )}
      {!isOurs && mayReveal && (
        <div className={styles.cell}>
          <Checkbox isSelected={given.sendsCodes ?? false} onChange={(sendsCodes) => set({ sendsCodes })}>
            {own.form.sendsCodes}
          </Checkbox>
          <small>{own.form.sendsCodesHint}</small>
        </div>
      )}
      {!webhook && <TextField label={own.form.own} hint={own.form.ownHint} type="password" autoComplete="off" maxLength={200} value={given.secret ?? ''} onChange={(secret) => set({ secret })} />}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {webhook ? (isWorking ? words.acts.saving : words.acts.save) : isWorking ? own.form.making : own.form.make}
        </Button>
      </Acts>
    </Form>
  );
}
