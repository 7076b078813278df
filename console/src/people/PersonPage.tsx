import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { ChevronLeft, KeyRound } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { register } from '../app/live';
import lock from '../doors/Lock.module.css';
import { anyEvent } from '../events/eventQueries';
import events from '../events/Events.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Skeleton } from '../parts/Empty';
import { lazyPart } from '../parts/lazyPart';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { Time } from '../parts/Time';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay, useSession } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { ChangeRole } from './ChangeRole';
import GiveAccess from './GiveAccess';
import { GrantRows } from './GrantRows';
import { nameOf, PersonMarks } from './PeoplePage';
import { grantsQuery, livePeople, memberQuery, type User } from './peopleQueries';

const Timeline = lazyPart(async () => ({ default: (await import('../events/Timeline')).Timeline }));

/** One person: their role, what they may open, and what they did. */
export default function PersonPage() {
  const words = useWords();
  const own = useRoomWords('people');
  const { id } = useParams<{ id: string }>();
  const { data: member, error, refetch } = useQuery(memberQuery(id));
  const mayGrants = useMay('grants:read');
  // Whoever has no role here is known by what they were given.
  const isNone = error instanceof Problem && error.status === 404;
  const grants = useInfiniteQuery({ ...grantsQuery({ userId: id }), enabled: mayGrants });
  const first = grants.data?.pages[0]?.items[0];
  useEffect(() => register(livePeople), []);
  const name = member ? nameOf(member, own.unnamed) : first ? nameOf({ name: first.userName, login: first.userLogin }, own.unnamed) : undefined;
  return (
    <>
      <Link href="/people" className={lock.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.person.back}
      </Link>
      {name !== undefined && (member || isNone) ? (
        <Page key={id} title={name}>
          <Person id={id} name={name} member={member} />
        </Page>
      ) : error && !(isNone && grants.isLoading) ? (
        <Page title={own.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
        </Page>
      ) : (
        <Card>
          <Skeleton width="40%" height="1.75rem" />
          <Skeleton height="4rem" />
        </Card>
      )}
    </>
  );
}

function Person({ id, name, member }: { id: string; name: string; member?: User }) {
  const own = useRoomWords('people');
  const mayGrants = useMay('grants:read');
  const mayGive = useMay('grants:write');
  const mayEvents = useMay('audit:read');
  const [isGiving, give] = useState(false);
  const act = mayGive && (
    <Button icon={<KeyRound size={16} aria-hidden />} onPress={() => give(true)}>
      {own.give.act}
    </Button>
  );
  return (
    <>
      {member ? <Membership user={member} name={name} /> : <Notice>{own.person.noMember}</Notice>}
      {mayGrants && (
        <Card title={own.person.doors} act={act}>
          <GrantRows userId={id} />
          <p className={lock.quiet}>{own.person.codesApart}</p>
        </Card>
      )}
      {mayEvents && (
        <Card title={own.person.activity}>
          <div className={events.frame}>
            <Suspense fallback={<Skeleton height="10rem" />}>
              <Timeline filters={{ ...anyEvent, userId: id }} label={own.person.activity} />
            </Suspense>
          </div>
        </Card>
      )}
      <GiveAccess person={{ id, name }} isOpen={isGiving} onClose={() => give(false)} />
    </>
  );
}

function Membership({ user, name }: { user: User; name: string }) {
  const own = useRoomWords('people');
  const { tenant } = useSession();
  return (
    <Card title={own.person.membership}>
      <div className={lock.rowTitle}>
        <PersonMarks user={user} />
      </div>
      <dl className={lock.facts}>
        {user.login && (
          <>
            <dt>{own.person.login}</dt>
            <dd>{user.login}</dd>
          </>
        )}
        <dt>{user.isWaiting ? own.person.invited : own.person.since}</dt>
        <dd>
          <Time at={user.since} zone={tenant.timeZone} look="short" />
        </dd>
      </dl>
      {user.isSwitchedOff && <Notice tone="warn">{own.person.isOff}</Notice>}
      <MemberActs user={user} name={name} />
    </Card>
  );
}

function MemberActs({ user, name }: { user: User; name: string }) {
  const words = useWords();
  const own = useRoomWords('people').person;
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const mayChange = useMay('roles:write');
  const { tenant } = useSession();
  const [asked, ask] = useState<'role' | 'off' | 'remove'>();
  const { isWorking, refusal, run } = useTask();
  const given = { path: { id: user.id } };
  const again = () => queries.invalidateQueries({ queryKey: ['people'] });
  if (!mayChange) return <p className={lock.quiet}>{words.shell.notAllowed(words.shell.roles[tenant.role])}</p>;
  const resend = () =>
    void run(async () => {
      await api.post('/users', { body: { login: user.login!, role: user.role } });
      say(own.resent);
      await again();
    });
  const switchOn = () =>
    void run(async () => {
      await api.post('/users/{id}/switch-on', given);
      await again();
    });
  return (
    <>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <div className={lock.rowActs}>
        <Button onPress={() => ask('role')}>{own.changeRole}</Button>
        {user.isWaiting && user.login && (
          <Button isPending={isWorking} onPress={resend}>
            {own.resend}
          </Button>
        )}
        {!user.isWaiting && (user.isSwitchedOff ? <Button isPending={isWorking} onPress={switchOn}>{own.on}</Button> : <Button onPress={() => ask('off')}>{own.off}</Button>)}
        <Button look="quiet" onPress={() => ask('remove')}>
          {user.isWaiting ? own.takeBack : own.remove}
        </Button>
      </div>
      {asked === 'role' && <ChangeRole user={user} name={name} onClose={() => ask(undefined)} />}
      <Confirm
        title={own.offTitle(name)}
        body={own.offBody}
        act={own.off}
        isOpen={asked === 'off'}
        onClose={() => ask(undefined)}
        onConfirm={async () => {
          await api.post('/users/{id}/switch-off', given);
          await again();
        }}
      />
      <Confirm
        title={user.isWaiting ? own.takeBackTitle(name) : own.removeTitle(name)}
        body={user.isWaiting ? own.takeBackBody : own.removeBody}
        act={user.isWaiting ? own.takeBack : own.remove}
        isOpen={asked === 'remove'}
        onClose={() => ask(undefined)}
        onConfirm={async () => {
          await api.delete('/users/{id}', given);
          navigate('/people');
          await again();
        }}
      />
    </>
  );
}
