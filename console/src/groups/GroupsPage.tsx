import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, Group as Icon, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { queries } from '../app/queries';
import { liveDoors } from '../doors/liveDoors';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Empty, Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { say } from '../parts/toasts';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { groupsQuery, type LockGroup } from './groupQueries';
import styles from './Groups.module.css';
import { NameForm } from './NameForm';

/** What operators call sets of their doors. */
export default function GroupsPage() {
  const { words } = useSpeech();
  const own = useRoomWords('groups');
  const mayWrite = useMay('locks:write');
  const [, navigate] = useLocation();
  const { data, error, refetch } = useQuery(groupsQuery);
  const [isMaking, make] = useState(false);
  useEffect(() => register(liveDoors), []);
  const add = async (name: string) => {
    const { id } = await api.post('/lock-groups', { body: { name } });
    await queries.invalidateQueries({ queryKey: ['lockGroups'] });
    say(own.made);
    navigate(`/doors/groups/${id}`);
  };
  const act = mayWrite && (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onPress={() => make(true)}>
      {own.add}
    </Button>
  );
  return (
    <>
      <Link href="/doors" className={lock.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.back}
      </Link>
      <Page title={own.title} acts={act}>
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
            {data.map((group) => (
              <li key={group.id}>
                <Row group={group} />
              </li>
            ))}
          </ul>
        )}
        <p className={lock.quiet}>{own.says}</p>
        <Dialog title={own.add} isOpen={isMaking} onClose={() => make(false)}>
          <NameForm act={own.make} save={add} onClose={() => make(false)} />
        </Dialog>
      </Page>
    </>
  );
}

function Row({ group }: { group: LockGroup }) {
  const { locale } = useSpeech();
  const own = useRoomWords('groups');
  return (
    <Link href={`/doors/groups/${group.id}`} className={styles.row!}>
      <Icon size={18} aria-hidden />
      <span className={styles.name}>{group.name}</span>
      <span className={lock.quiet}>{own.doors(group.locks.toLocaleString(locale))}</span>
    </Link>
  );
}
