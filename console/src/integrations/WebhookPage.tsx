import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, SearchX } from 'lucide-react';
import { Link } from 'react-aria-components';
import { useParams } from 'wouter';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { Time } from '../parts/Time';
import { wordsOf } from '../events/eventText';
import { useMay } from '../session/useSession';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { Deliveries } from './Deliveries';
import styles from './Integrations.module.css';
import { WebhookActs } from './WebhookActs';
import { healthOf, webhooksQuery, type Webhook } from './webhookQueries';

/** One webhook: how it fares, what was sent, and what can be done. */
export default function WebhookPage() {
  const words = useWords();
  const own = useRoomWords('webhooks');
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(webhooksQuery);
  const webhook = data?.find((one) => one.id === id);
  return (
    <>
      <Link href="/integrations/webhooks" className={styles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.page.back}
      </Link>
      {webhook ? (
        <Loaded key={id} webhook={webhook} />
      ) : error && !data ? (
        <Page title={own.page.missing.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
        </Page>
      ) : data ? (
        <Page title={own.page.missing.title}>
          <Empty icon={<SearchX size={22} aria-hidden />} title={own.page.missing.title} body={own.page.missing.body} />
        </Page>
      ) : (
        <Card>
          <Skeleton width="40%" height="1.75rem" />
          <Skeleton height="8rem" />
        </Card>
      )}
    </>
  );
}

function Loaded({ webhook }: { webhook: Webhook }) {
  const { locale } = useSpeech();
  const own = useRoomWords('webhooks').page;
  const mayWrite = useMay('webhooks:write');
  return (
    <Page title={webhook.name || webhook.url} acts={mayWrite && <WebhookActs webhook={webhook} />}>
      {webhook.pausedBecause === 'failures' && <Notice tone="bad">{own.pausedFailures}</Notice>}
      {webhook.pausedBecause === 'switchedOff' && <Notice>{own.pausedOff}</Notice>}
      {webhook.formerSecretUntil && <Notice tone="warn">{own.formerSecret(timeText(webhook.formerSecretUntil, 'full', locale))}</Notice>}
      <div className={styles.columns}>
        <Deliveries webhook={webhook} />
        <Facts webhook={webhook} />
      </div>
    </Page>
  );
}

function Facts({ webhook }: { webhook: Webhook }) {
  const { words, locale } = useSpeech();
  const room = useRoomWords('webhooks');
  const own = room.page;
  const health = healthOf(webhook, room, locale);
  const count = (number: number) => number.toLocaleString(locale);
  return (
    <Card title={own.facts}>
      <div className={styles.inline}>
        <Badge tone={health.tone}>{health.text}</Badge>
        {webhook.waiting > 0 && <Badge>{room.waiting(count(webhook.waiting))}</Badge>}
        {webhook.parked > 0 && <Badge tone="warn">{room.parked(count(webhook.parked))}</Badge>}
      </div>
      <dl className={styles.facts}>
        <dt>{own.url}</dt>
        <dd>{webhook.url}</dd>
        <dt>{own.format}</dt>
        <dd>{webhook.format ? room.formats[webhook.format] : room.subscribed(webhook.service ?? '')}</dd>
        <dt>{own.lastAt}</dt>
        <dd>
          {webhook.lastAt ? (
            <>
              <Time at={webhook.lastAt} look="ago" /> ({webhook.lastStatus ?? room.noAnswer})
            </>
          ) : (
            room.never
          )}
        </dd>
        <dt>{own.events}</dt>
        <dd className={styles.chips}>{webhook.events.length === 0 ? own.allEvents : webhook.events.map((type) => <Badge key={type}>{webhook.format === 'latchwork' ? wordsOf(type, words).name : type}</Badge>)}</dd>
        {webhook.format === 'latchwork' && (
          <>
            <dt>{own.order}</dt>
            <dd>{webhook.isOrdered ? own.ordered : own.unordered}</dd>
          </>
        )}
        {webhook.retryForHours !== undefined && (
          <>
            <dt>{own.retry}</dt>
            <dd>{own.hours(webhook.retryForHours)}</dd>
          </>
        )}
        {webhook.sendsCodes && (
          <>
            <dt>{own.codes}</dt>
            <dd>{own.sendsCodes}</dd>
          </>
        )}
        <dt>{own.made}</dt>
        <dd>
          <Time at={webhook.createdAt} />
        </dd>
      </dl>
    </Card>
  );
}
