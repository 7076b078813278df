import { useInfiniteQuery } from '@tanstack/react-query';
import { Inbox, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Button as Plain } from 'react-aria-components';
import { tell } from '../api/problems';
import { wordsOf } from '../events/eventText';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Choice } from '../parts/Choice';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice, type Tone } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { Time } from '../parts/Time';
import { useWords, type Words } from '../words';
import { useRoomWords } from '../words/rooms';
import { DeliveryPanel } from './DeliveryPanel';
import styles from './Integrations.module.css';
import { deliveriesQuery, wireEvents, type Delivery, type DeliveryState, type Webhook } from './webhookQueries';

const tones: Record<string, Tone> = { waiting: 'accent', delivered: 'good', parked: 'bad', withdrawn: 'plain' };

/** What the format calls it, as people say it where it is our own. */
export const deliveryName = ({ event }: Delivery, webhook: Webhook, words: Words, none: string) => (event === undefined ? none : webhook.format === 'latchwork' ? wordsOf(event, words).name : event);

/** What was told, is to be told and could not be told. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const words = useWords();
  const room = useRoomWords('webhooks');
  const own = room.deliveries;
  const [state, setState] = useState<DeliveryState>('');
  const [event, setEvent] = useState('');
  const [opened, open] = useState<Delivery>();
  const list = useInfiniteQuery(deliveriesQuery(webhook.id, { state, event }));
  const all = list.data?.pages.flatMap((page) => page.items);
  const names = wireEvents[webhook.format ?? ''] ?? Object.keys(words.eventTypes);
  return (
    <Card title={own.title}>
      <div className={styles.pairs}>
        <Choice
          label={own.state}
          options={[{ id: 'any', name: own.anyState }, ...Object.entries(own.states).map(([id, name]) => ({ id, name }))]}
          value={state || 'any'}
          onChange={(id) => setState(id === 'any' ? '' : (id as DeliveryState))}
        />
        {webhook.format && (
          <SearchedChoice
            label={room.page.events}
            options={names.map((name) => ({ id: name, name: webhook.format === 'latchwork' ? wordsOf(name, words).name : name, detail: name }))}
            placeholder={own.anyEvent}
            value={event}
            onChange={setEvent}
          />
        )}
      </div>
      {list.error && !all && (
        <Notice tone="bad">
          {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      {!all && !list.error && <Skeleton height="8rem" />}
      {all?.length === 0 && (state || event ? <Empty icon={<SearchX size={22} aria-hidden />} {...own.nothing} /> : <Empty icon={<Inbox size={22} aria-hidden />} {...own.empty} />)}
      {all && all.length > 0 && (
        <ul className={styles.list}>
          {all.map((delivery) => (
            <li key={delivery.id}>
              <Plain className={styles.delivery!} onPress={() => open(delivery)}>
                <span className={styles.cell}>
                  <span>{deliveryName(delivery, webhook, words, own.noEvent)}</span>
                  <small>
                    <Time at={delivery.createdAt} isBare />
                    {delivery.tries > 0 && `, ${own.tries(delivery.tries)}`}
                  </small>
                </span>
                <Badge tone={tones[delivery.state]}>{own.states[delivery.state]}</Badge>
              </Plain>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      {opened && <DeliveryPanel webhook={webhook} delivery={opened} onClose={() => open(undefined)} />}
    </Card>
  );
}
