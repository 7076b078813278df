import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Snowflake, Trash2, UserRound } from 'lucide-react';
import { Suspense, useState } from 'react';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { lazyPart } from '../parts/lazyPart';
import { Badge, Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { windowText } from './Credentials';
import type { Lock } from './doorQueries';
import styles from './Lock.module.css';

const GiveAccess = lazyPart(() => import('../people/GiveAccess'));

type Grant = components['schemas']['Grant'];

/** Who may open the lock by phone or app. */
export function Grants({ lock }: { lock: Lock }) {
  const { words } = useSpeech();
  const own = words.doors.grants;
  const list = useInfiniteQuery({
    queryKey: ['lockGrants', lock.id],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/grants', { query: { lockId: lock.id, limit: 50, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last) => last.next,
  });
  const all = list.data?.pages.flatMap((page) => page.items);
  const lockWords = useRoomWords('lock');
  const mayGive = useMay('grants:write');
  const [isGiving, give] = useState(false);
  const act = mayGive && (
    <Button icon={<Plus size={16} aria-hidden />} onPress={() => give(true)}>
      {lockWords.give}
    </Button>
  );
  return (
    <Card title={words.doors.page.tabs.grants} act={act}>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="4rem" />}
      {all?.length === 0 && <Empty icon={<UserRound size={22} aria-hidden />} title={own.none} body={own.noneBody} />}
      <ul className={styles.rows}>
        {all?.map((grant) => (
          <OneGrant key={grant.id} lock={lock} grant={grant} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      <Suspense>{isGiving && <GiveAccess door={lock} isOpen onClose={() => give(false)} />}</Suspense>
    </Card>
  );
}

function OneGrant({ lock, grant }: { lock: Lock; grant: Grant }) {
  const { words, locale } = useSpeech();
  const own = words.doors.grants;
  const person = grant.userName ?? grant.userLogin ?? own.unknownPerson;
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <div className={styles.rowTitle}>
          {person}
          <Badge tone={grant.role === 'holder' ? 'plain' : 'accent'}>{own.roles[grant.role]}</Badge>
          {grant.isFrozen && <Badge tone="warn">{own.frozen}</Badge>}
          {grant.isWaiting && <Badge tone="warn">{own.waiting}</Badge>}
        </div>
        <div className={styles.quiet}>
          {[grant.userName ? grant.userLogin : undefined, windowText(grant.window, lock.timeZone, words, locale), grant.hours ? own.restricted : own.anyHour, grant.canUnlockRemotely ? own.remotely : undefined].filter(Boolean).join(' · ')}
        </div>
      </div>
      <GrantActs lock={lock} grant={grant} person={person} />
    </li>
  );
}

function GrantActs({ lock, grant, person }: { lock: Lock; grant: Grant; person: string }) {
  const { words } = useSpeech();
  const own = words.doors.grants;
  const queries = useQueryClient();
  const mayWrite = useMay('grants:write');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  // Who owns the lock is no grant that is given or taken here.
  if (!mayWrite || grant.role === 'owner') return null;
  const again = () => queries.invalidateQueries({ queryKey: ['lockGrants', lock.id] });
  const given = { path: { id: grant.id } };
  const toggle = () =>
    void run(async () => {
      await (grant.isFrozen ? api.post('/grants/{id}/unfreeze', given) : api.post('/grants/{id}/freeze', given));
      await again();
    });
  const freeze = grant.isFrozen ? own.unfreeze : own.freeze;
  return (
    <div className={styles.rowActs}>
      <Button look="quiet" icon={<Snowflake size={16} aria-hidden />} isPending={isWorking} onPress={toggle} aria-label={`${freeze}: ${person}`}>
        {freeze}
      </Button>
      <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} onPress={() => ask(true)} aria-label={`${own.revoke}: ${person}`}>
        {own.revoke}
      </Button>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Confirm
        title={own.revokeTitle}
        body={own.revokeBody(person, lock.name)}
        act={own.revoke}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await api.delete('/grants/{id}', given);
          await again();
        }}
      />
    </div>
  );
}
