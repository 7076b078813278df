import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Plug, Plus, Trash2 } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { register } from '../app/live';
import styles from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { lazyPart } from '../parts/lazyPart';
import { Badge, Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { say } from '../parts/toasts';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { liveLinks, queuesQuery, type LinkQueue } from './operationQueries';
import { QueueText } from './QueueText';

const ConnectLink = lazyPart(() => import('../doors/ConnectLink'));

const tones = { online: 'good', offline: 'bad' } as Record<string, 'good' | 'bad' | undefined>;

/** Links with what waits in front of each. */
export function Links() {
  const { words } = useSpeech();
  const own = useRoomWords('operations').links;
  const mayAdd = useMay('links:write');
  const [isConnecting, connect] = useState(false);
  const list = useInfiniteQuery(queuesQuery);
  useEffect(() => register(liveLinks), []);
  const all = list.data?.pages.flatMap((page) => page.items);
  const add = mayAdd && (
    <Button look={all?.length === 0 ? 'primary' : undefined} icon={<Plus size={16} aria-hidden />} onPress={() => connect(true)}>
      {own.add}
    </Button>
  );
  return (
    <Card title={own.title} act={all?.length !== 0 && add}>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="6rem" />}
      {all?.length === 0 && (
        <Empty icon={<Plug size={22} aria-hidden />} title={own.none} body={own.noneBody}>
          {add}
        </Empty>
      )}
      <ul className={styles.rows}>
        {all?.map((queue) => (
          <OneLink key={queue.link.id} queue={queue} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      <Suspense>{isConnecting && <ConnectLink onClose={() => connect(false)} />}</Suspense>
    </Card>
  );
}

function OneLink({ queue }: { queue: LinkQueue }) {
  const { words } = useSpeech();
  const own = useRoomWords('operations').links;
  const { link } = queue;
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <div className={styles.rowTitle}>
          {link.name}
          <Badge>{own.families[link.family] ?? link.family}</Badge>
          <Badge tone={tones[link.state]}>{own.states[link.state] ?? link.state}</Badge>
        </div>
        <div className={styles.quiet}>
          {link.address} · {words.times.since('\n').split('\n')[0]}
          <Time at={link.since} />
          {words.times.since('\n').split('\n')[1]}
          {link.offlineBecause && ` · ${link.offlineBecause}`}
        </div>
        <QueueText queue={queue} />
      </div>
      <Remove link={link} />
    </li>
  );
}

function Remove({ link }: { link: LinkQueue['link'] }) {
  const own = useRoomWords('operations').links;
  const queries = useQueryClient();
  const mayRemove = useMay('links:write');
  const [isAsked, ask] = useState(false);
  if (!mayRemove) return null;
  return (
    <div className={styles.rowActs}>
      <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} aria-label={`${own.remove}: ${link.name}`} onPress={() => ask(true)}>
        {own.remove}
      </Button>
      <Confirm
        title={own.removeTitle}
        body={own.removeBody(link.name)}
        act={own.remove}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          const { locks, codesLeft } = await api.delete('/links/{id}', { path: { id: link.id } });
          say(own.removed(link.name, locks, codesLeft));
          await queries.invalidateQueries({ queryKey: ['linkQueues'] });
          void queries.invalidateQueries({ queryKey: ['links'] });
          void queries.invalidateQueries({ queryKey: ['doors'] });
        }}
      />
    </div>
  );
}
