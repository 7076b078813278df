import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Integrations.module.css';
import type { Webhook } from './webhookQueries';

/** What is told once more: what was parked, or a part of the list. */
export function ReplayDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('webhooks').replay;
  const { tenant } = useSession();
  const queries = useQueryClient();
  const [which, setWhich] = useState<'parked' | 'since'>('parked');
  const [since, setSince] = useState('');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const replay = () => {
    ask(true);
    if (which === 'since' && !since) return;
    void run(async () => {
      const { replayed } = await api.post('/webhooks/{id}/replay', { path: { id: webhook.id }, body: which === 'since' ? { since } : {} });
      await Promise.all([queries.invalidateQueries({ queryKey: ['webhooks'] }), queries.invalidateQueries({ queryKey: ['deliveries', webhook.id] })]);
      const count = replayed.toLocaleString(locale);
      say(which === 'since' ? own.span(count) : own.done(count));
      onClose();
    });
  };
  return (
    <Dialog title={own.title} isOpen isWorking={isWorking} onClose={onClose}>
      <div className={styles.stack}>
        <p>{own.body}</p>
        <RadioGroup aria-label={own.which} value={which} onChange={(value) => setWhich(value as typeof which)} className={styles.choices!}>
          <Radio value="parked" className={styles.choice!}>
            {own.parked}
          </Radio>
          <Radio value="since" className={styles.choice!}>
            {own.since}
          </Radio>
        </RadioGroup>
        {which === 'since' && <DateTimeField label={own.sinceWhen} hint={words.times.local(tenant.timeZone)} zone={tenant.timeZone} value={since} onChange={setSince} error={isAsked && !since ? own.sinceMissing : undefined} />}
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <Acts>
          <Button onPress={onClose}>{words.acts.cancel}</Button>
          <Button look="primary" isPending={isWorking} onPress={replay}>
            {own.act}
          </Button>
        </Acts>
      </div>
    </Dialog>
  );
}
