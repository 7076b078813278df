import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronLeft, DoorClosed, Plus, SearchX, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { register } from '../app/live';
import { queries } from '../app/queries';
import { liveDoors } from '../doors/liveDoors';
import lock from '../doors/Lock.module.css';
import { Button, ButtonLink } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Dialog } from '../parts/Dialog';
import { Empty, Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { groupQuery, locksOfGroup, type LockGroup } from './groupQueries';
import { NameForm } from './NameForm';
import { PutIn } from './PutIn';

/** One group: which doors are in it. */
export default function GroupPage() {
  const words = useWords();
  const own = useRoomWords('groups');
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(groupQuery(id));
  useEffect(() => register(liveDoors), []);
  return (
    <>
      <Link href="/doors/groups" className={lock.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.all}
      </Link>
      {error instanceof Problem && error.status === 404 ? (
        <Page title={own.missing.title}>
          <Empty icon={<SearchX size={22} aria-hidden />} {...own.missing} />
        </Page>
      ) : data ? (
        <Page key={id} title={data.name} acts={<GroupActs group={data} />}>
          <LocksIn group={data} />
        </Page>
      ) : error ? (
        <Page title={own.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
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

const again = () => queries.invalidateQueries({ queryKey: ['lockGroups'] });

function GroupActs({ group }: { group: LockGroup }) {
  const words = useWords();
  const own = useRoomWords('groups');
  const mayWrite = useMay('locks:write');
  const [, navigate] = useLocation();
  const [asked, ask] = useState<'name' | 'delete'>();
  const close = () => ask(undefined);
  const path = { id: group.id };
  return (
    <>
      <ButtonLink look="quiet" href={`/doors?group=${group.id}`}>
        {own.show}
      </ButtonLink>
      {mayWrite && (
        <>
          <Button onPress={() => ask('name')}>{own.rename}</Button>
          <Button onPress={() => ask('delete')}>{own.delete}</Button>
        </>
      )}
      <Dialog title={own.rename} isOpen={asked === 'name'} onClose={close}>
        <NameForm name={group.name} act={words.acts.save} save={async (name) => (await api.patch('/lock-groups/{id}', { path, body: { name } }), await again())} onClose={close} />
      </Dialog>
      <Confirm
        title={own.deleteTitle(group.name)}
        body={own.deleteBody}
        act={own.deleteAct}
        isOpen={asked === 'delete'}
        onClose={close}
        onConfirm={async () => {
          await api.delete('/lock-groups/{id}', { path });
          navigate('/doors/groups');
          say(own.deleted);
          // Nowhere is it shown once more before it is read anew.
          queries.removeQueries({ queryKey: ['lockGroups'] });
        }}
      />
    </>
  );
}

function LocksIn({ group }: { group: LockGroup }) {
  const words = useWords();
  const own = useRoomWords('groups');
  const mayWrite = useMay('locks:write');
  const list = useInfiniteQuery(locksOfGroup(group.id));
  const all = list.data?.pages.flatMap((page) => page.items);
  const [isAdding, add] = useState(false);
  const change = async (body: { add?: string[]; remove?: string[] }) => {
    await api.post('/lock-groups/{id}/locks', { path: { id: group.id }, body });
    await Promise.all([again(), queries.invalidateQueries({ queryKey: ['doors'] })]);
  };
  const act = mayWrite && (
    <Button icon={<Plus size={16} aria-hidden />} onPress={() => add(true)}>
      {own.putIn}
    </Button>
  );
  return (
    <Card title={own.inIt} act={act}>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="6rem" />}
      {all?.length === 0 && <Empty icon={<DoorClosed size={22} aria-hidden />} {...own.none} />}
      <ul className={lock.rows}>
        {all?.map(({ id, name }) => (
          <li key={id} className={lock.row}>
            <div className={lock.rowMain}>
              <Link href={`/doors/${id}`}>{name}</Link>
            </div>
            {mayWrite && <TakeOut name={name} onTakeOut={() => change({ remove: [id] })} />}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      <Dialog title={own.putIn} isOpen={isAdding} onClose={() => add(false)}>
        <PutIn groupId={group.id} save={(ids) => change({ add: ids })} onClose={() => add(false)} />
      </Dialog>
    </Card>
  );
}

function TakeOut({ name, onTakeOut }: { name: string; onTakeOut: () => Promise<unknown> }) {
  const words = useWords();
  const own = useRoomWords('groups');
  const { isWorking, refusal, run } = useTask();
  return (
    <>
      {refusal !== undefined && <span role="alert">{tell(refusal, words)}</span>}
      <Button look="quiet" aria-label={own.takeOut(name)} icon={<X size={16} aria-hidden />} isPending={isWorking} onPress={() => void run(onTakeOut)} />
    </>
  );
}
