import { useQuery } from '@tanstack/react-query';
import { SearchX, UserPlus, UsersRound } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { GridList, GridListItem, ListLayout, useFilter, Virtualizer } from 'react-aria-components';
import { tell } from '../api/problems';
import { register } from '../app/live';
import doors from '../doors/Doors.module.css';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { SearchField } from '../parts/TextField';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { Invite } from './Invite';
import styles from './People.module.css';
import { PeopleNav } from './PeopleNav';
import { livePeople, membersQuery, roles, type User } from './peopleQueries';

const any = 'any';
const states = ['active', 'waiting', 'off'] as const;

const stateOf = (user: User) => (user.isWaiting ? 'waiting' : user.isSwitchedOff ? 'off' : 'active');

/** Who belongs to the organisation, and as what. */
export default function PeoplePage() {
  const { words, locale } = useSpeech();
  const own = useRoomWords('people');
  const mayInvite = useMay('roles:write');
  const { contains } = useFilter({ sensitivity: 'base' });
  const [given, setGiven] = useState({ text: '', role: any, state: any });
  const wanted = useDeferredValue(given);
  const [isInviting, invite] = useState(false);
  const list = useQuery(membersQuery);
  useEffect(() => register(livePeople), []);
  const shown = useMemo(
    () =>
      list.data?.filter(
        (user) => contains(`${user.name ?? ''} ${user.login ?? ''}`, wanted.text) && (wanted.role === any || user.role === wanted.role) && (wanted.state === any || stateOf(user) === wanted.state),
      ),
    [contains, list.data, wanted],
  );
  const act = (
    <Button look="primary" icon={<UserPlus size={16} aria-hidden />} onPress={() => invite(true)}>
      {own.invite.act}
    </Button>
  );
  return (
    <Page title={own.title} acts={mayInvite && act}>
      <PeopleNav />
      <div className={doors.filters} role="search" aria-label={words.doors.filters.label}>
        <SearchField label={own.search} value={given.text} onChange={(text) => setGiven({ ...given, text })} />
        <Choice isNarrow label={own.role} options={[{ id: any, name: own.anyRole }, ...roles.map((id) => ({ id, name: words.shell.roles[id] }))]} value={given.role} onChange={(role) => setGiven({ ...given, role })} />
        <Choice isNarrow label={own.state} options={[{ id: any, name: own.anyState }, ...states.map((id) => ({ id, name: own.states[id] }))]} value={given.state} onChange={(state) => setGiven({ ...given, state })} />
        {shown && <span className={doors.count} role="status">{own.count(shown.length.toLocaleString(locale))}</span>}
      </div>
      {list.error && (
        <Notice tone="bad">
          {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      {!shown && !list.error && <Skeleton height="15rem" />}
      {shown?.length === 0 &&
        (list.data!.length === 0 ? (
          <Empty icon={<UsersRound size={22} aria-hidden />} {...own.none} />
        ) : (
          <Empty icon={<SearchX size={22} aria-hidden />} {...own.nothing}>
            <Button onPress={() => setGiven({ text: '', role: any, state: any })}>{words.acts.clear}</Button>
          </Empty>
        ))}
      {shown && shown.length > 0 && (
        <div className={styles.frame} style={{ '--natural': `${shown.length * 61 + 2}px` } as React.CSSProperties}>
          <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 61 }}>
            <GridList aria-label={own.title} items={shown} className={styles.list!} dependencies={[words, own]}>
              {(user) => (
                <GridListItem id={user.id} href={`/people/${user.id}`} textValue={nameOf(user, own.unnamed)} className={styles.person!}>
                  <div className={styles.who}>
                    <div className={styles.name}>{nameOf(user, own.unnamed)}</div>
                    {user.name && user.login && <div className={styles.small}>{user.login}</div>}
                  </div>
                  <PersonMarks user={user} />
                </GridListItem>
              )}
            </GridList>
          </Virtualizer>
        </div>
      )}
      <Invite isOpen={isInviting} onClose={() => invite(false)} />
    </Page>
  );
}

export const nameOf = (user: { name?: string; login?: string }, unnamed: string) => user.name ?? user.login ?? unnamed;

export function PersonMarks({ user }: { user: User }) {
  const { words } = useSpeech();
  const own = useRoomWords('people');
  return (
    <>
      <Badge tone={user.role === 'owner' || user.role === 'administrator' ? 'accent' : 'plain'}>{words.shell.roles[user.role]}</Badge>
      {user.isWaiting && <Badge tone="warn">{own.states.waiting}</Badge>}
      {user.isSwitchedOff && <Badge tone="bad">{own.states.off}</Badge>}
    </>
  );
}
