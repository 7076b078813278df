import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Snowflake, Trash2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import GiveAccess from './GiveAccess';
import { grantsQuery, type Grant } from './peopleQueries';
import { whenText } from './rightText';
import { useLocksOf } from './useLocksOf';

/** Rights to doors, of one person or of everybody. */
export function GrantRows({ userId, lockId }: { userId?: string; lockId?: string }) {
  const { words } = useSpeech();
  const own = useRoomWords('people').access;
  const list = useInfiniteQuery(grantsQuery({ userId, lockId }));
  const all = list.data?.pages.flatMap((page) => page.items);
  const locks = useLocksOf(all?.map((grant) => grant.lockId) ?? []);
  return (
    <>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="6rem" />}
      {all?.length === 0 && <Empty icon={<UserRound size={22} aria-hidden />} title={own.none} body={userId ? own.noneOfPerson : own.noneBody} />}
      <ul className={lock.rows}>
        {all?.map((grant) => (
          <OneGrant key={grant.id} grant={grant} zone={locks.get(grant.lockId)?.timeZone} isOfPerson={userId !== undefined} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
    </>
  );
}

function OneGrant({ grant, zone, isOfPerson }: { grant: Grant; zone?: string; isOfPerson: boolean }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('people');
  const grants = words.doors.grants;
  const person = grant.userName ?? grant.userLogin ?? grants.unknownPerson;
  const lines = [isOfPerson || !grant.userName ? undefined : grant.userLogin, zone ? whenText(grant.window, grant.hours, zone, words, own, locale) : undefined, grant.canUnlockRemotely ? grants.remotely : undefined];
  return (
    <li className={lock.row}>
      <div className={lock.rowMain}>
        <div className={lock.rowTitle}>
          {!isOfPerson && (
            <>
              <Link href={`/people/${grant.userId}`}>{person}</Link>
              <span aria-hidden>→</span>
            </>
          )}
          <Link href={`/doors/${grant.lockId}`}>{grant.lockName}</Link>
          <Badge tone={grant.role === 'holder' ? 'plain' : 'accent'}>{grants.roles[grant.role]}</Badge>
          {grant.isFrozen && <Badge tone="warn">{grants.frozen}</Badge>}
          {grant.isWaiting && <Badge tone="warn">{grants.waiting}</Badge>}
        </div>
        <div className={lock.quiet}>{lines.filter(Boolean).join(' · ')}</div>
      </div>
      <GrantActs grant={grant} zone={zone} person={person} />
    </li>
  );
}

function GrantActs({ grant, zone, person }: { grant: Grant; zone?: string; person: string }) {
  const { words } = useSpeech();
  const own = words.doors.grants;
  const access = useRoomWords('people').access;
  const queries = useQueryClient();
  const mayWrite = useMay('grants:write');
  const [asked, ask] = useState<'revoke' | 'change'>();
  const { isWorking, refusal, run } = useTask();
  // Who owns the lock is no grant that is given or taken here.
  if (!mayWrite || grant.role === 'owner') return null;
  const again = async () => {
    await Promise.all(['people', 'lockGrants'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  };
  const given = { path: { id: grant.id } };
  const toggle = () =>
    void run(async () => {
      await (grant.isFrozen ? api.post('/grants/{id}/unfreeze', given) : api.post('/grants/{id}/freeze', given));
      await again();
    });
  const freeze = grant.isFrozen ? own.unfreeze : own.freeze;
  const about = `${person}, ${grant.lockName}`;
  return (
    <div className={lock.rowActs}>
      {zone && !grant.isFrozen && (
        <Button look="quiet" icon={<Pencil size={16} aria-hidden />} onPress={() => ask('change')} aria-label={`${access.change}: ${about}`}>
          {access.change}
        </Button>
      )}
      <Button look="quiet" icon={<Snowflake size={16} aria-hidden />} isPending={isWorking} onPress={toggle} aria-label={`${freeze}: ${about}`}>
        {freeze}
      </Button>
      <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} onPress={() => ask('revoke')} aria-label={`${own.revoke}: ${about}`}>
        {own.revoke}
      </Button>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {zone && <GiveAccess grant={grant} door={{ id: grant.lockId, name: grant.lockName, timeZone: zone }} isOpen={asked === 'change'} onClose={() => ask(undefined)} />}
      <Confirm
        title={own.revokeTitle}
        body={own.revokeBody(person, grant.lockName)}
        act={own.revoke}
        isOpen={asked === 'revoke'}
        onClose={() => ask(undefined)}
        onConfirm={async () => {
          await api.delete('/grants/{id}', given);
          await again();
        }}
      />
    </div>
  );
}
