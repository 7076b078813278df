import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook as Icon } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-aria-components';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useMay } from '../session/useSession';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { TabbedPage } from './IntegrationsPage';
import styles from './Integrations.module.css';
import { NewSecret } from './NewSecret';
import { WebhookForm } from './WebhookForm';
import { healthOf, webhooksQuery, type Webhook } from './webhookQueries';

/** Where this server tells what happens. */
export default function Webhooks() {
  const words = useWords();
  const own = useRoomWords('webhooks');
  const mayWrite = useMay('webhooks:write');
  const { data, error, refetch } = useQuery(webhooksQuery);
  const [isMaking, make] = useState(false);
  const act = mayWrite && (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onPress={() => make(true)}>
      {own.add}
    </Button>
  );
  return (
    <TabbedPage tab="webhooks" acts={act}>
      {error && !data ? (
        <Notice tone="bad">
          {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
        </Notice>
      ) : !data ? (
        <Skeleton height="10rem" />
      ) : data.length === 0 ? (
        <Empty icon={<Icon size={22} aria-hidden />} {...own.empty} />
      ) : (
        <ul className={styles.list}>
          {data.map((webhook) => (
            <li key={webhook.id}>
              <Row webhook={webhook} />
            </li>
          ))}
        </ul>
      )}
      {isMaking && <NewWebhook onClose={() => make(false)} />}
    </TabbedPage>
  );
}

function NewWebhook({ onClose }: { onClose: () => void }) {
  const own = useRoomWords('webhooks');
  const [secret, setSecret] = useState<string>();
  // Who chose the secret has it.
  const done = (made: { secret?: string }) => (made.secret ? setSecret(made.secret) : onClose());
  return (
    <Dialog title={secret ? own.once.title : own.form.title} isOpen onClose={onClose} isLasting={secret !== undefined}>
      {secret ? <NewSecret secret={secret} onDone={onClose} /> : <WebhookForm onDone={done} onClose={onClose} />}
    </Dialog>
  );
}

function Row({ webhook }: { webhook: Webhook }) {
  const { locale } = useSpeech();
  const own = useRoomWords('webhooks');
  const health = healthOf(webhook, own, locale);
  const count = (number: number) => number.toLocaleString(locale);
  return (
    <Link href={`/integrations/webhooks/${webhook.id}`} className={styles.row!}>
      <div className={styles.main}>
        <Icon size={18} aria-hidden />
        <div className={styles.cell}>
          <span className={styles.name}>
            {webhook.name || own.unnamed}
            <Badge tone={health.tone}>{health.text}</Badge>
          </span>
          <small>{webhook.url}</small>
        </div>
      </div>
      <div className={styles.cell}>
        <small>{webhook.format ? own.formats[webhook.format] : own.subscribed(webhook.service ?? '')}</small>
        {(webhook.waiting > 0 || webhook.parked > 0) && (
          <span>
            {[webhook.waiting > 0 && own.waiting(count(webhook.waiting)), webhook.parked > 0 && own.parked(count(webhook.parked))].filter(Boolean).join(', ')}
          </span>
        )}
      </div>
      <div className={styles.cell}>
        {webhook.lastAt ? (
          <>
            <span>{own.last(webhook.lastStatus?.toString() ?? own.noAnswer)}</span>
            <small>
              <Time at={webhook.lastAt} look="ago" isBare />
            </small>
          </>
        ) : (
          <small>{own.never}</small>
        )}
      </div>
    </Link>
  );
}
