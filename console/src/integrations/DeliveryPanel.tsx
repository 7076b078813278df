import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Copied } from '../parts/Copied';
import { Acts, Drawer } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { deliveryName } from './Deliveries';
import styles from './Integrations.module.css';
import { deliveryQuery, type Delivery, type Webhook } from './webhookQueries';

interface Own {
  webhook: Webhook;
  delivery: Delivery;
  onClose: () => void;
}

/** One delivery: its tries, what is posted, and sending it once more. */
export function DeliveryPanel({ webhook, delivery, onClose }: Own) {
  const { words } = useSpeech();
  const room = useRoomWords('webhooks');
  const own = room.delivery;
  const mayWrite = useMay('webhooks:write');
  const queries = useQueryClient();
  const { data = delivery } = useQuery(deliveryQuery(webhook.id, delivery.id));
  const { isWorking, refusal, run } = useTask();
  const replay = () =>
    void run(async () => {
      await api.post('/webhooks/{id}/deliveries/{delivery}/replay', { path: { id: webhook.id, delivery: delivery.id } });
      say(own.replayed);
      await Promise.all(['delivery', 'deliveries'].map((key) => queries.invalidateQueries({ queryKey: [key, webhook.id] })));
    });
  return (
    <Drawer title={deliveryName(data, webhook, words, room.deliveries.noEvent)} isOpen onClose={onClose}>
      <div className={styles.stack}>
        <div className={styles.inline}>
          <Badge>{room.deliveries.states[data.state]}</Badge>
          {data.nextAt && (
            <span className={styles.quiet}>
              {room.deliveries.nextAt}: <Time at={data.nextAt} />
            </span>
          )}
        </div>
        <Copied text={data.id} label={own.id} />
        <h3>{own.attempts}</h3>
        <Tries delivery={data} />
        <h3>{own.posted}</h3>
        {webhook.format === 'latchwork' ? <Posted webhook={webhook} delivery={data} /> : <p className={styles.quiet}>{own.notKept}</p>}
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        {mayWrite && data.state !== 'withdrawn' && (
          <Acts>
            <Button look="primary" isPending={isWorking} onPress={replay}>
              {own.replay}
            </Button>
          </Acts>
        )}
      </div>
    </Drawer>
  );
}

function Tries({ delivery: { attempts } }: { delivery: Delivery }) {
  const { locale } = useSpeech();
  const { delivery: own, failures } = useRoomWords('webhooks');
  if (!attempts) return <Skeleton height="2rem" />;
  if (attempts.length === 0) return <p className={styles.quiet}>{own.none}</p>;
  return (
    <ul className={styles.tries}>
      {attempts.map(({ number, startedAt, took, status, failure }) => (
        <li key={number}>
          <strong>{own.number(number)}</strong>
          <Time at={startedAt} />
          {status !== undefined && <span>{own.answered(status)}</span>}
          {failure && <span>{failures[failure] ?? failure}</span>}
          <span className={styles.quiet}>{own.took(took.toLocaleString(locale))}</span>
        </li>
      ))}
    </ul>
  );
}

const eventQuery = (id: string) => queryOptions({ queryKey: ['oneEvent', id], queryFn: ({ signal }) => api.get('/events/{id}', { path: { id }, signal }), staleTime: Infinity, retry: false });

/** In our own form the body is the event as the list has it. */
function Posted({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const own = useRoomWords('webhooks').delivery;
  const { data, error } = useQuery(eventQuery(delivery.eventId));
  if (error) return <Notice>{own.gone}</Notice>;
  if (!data) return <Skeleton height="6rem" />;
  const head = [`POST ${pathOf(webhook.url)} HTTP/1.1`, 'content-type: application/json', `webhook-id: ${delivery.id}`, 'webhook-timestamp: …', 'webhook-signature: v1,…'];
  return (
    <>
      <p className={styles.quiet}>{own.postedBody}</p>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys */}
      <pre className={styles.code} tabIndex={0} role="region" aria-label={own.posted}>
        {`${head.join('\n')}\n\n${JSON.stringify(data, null, 2)}`}
      </pre>
    </>
  );
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};
