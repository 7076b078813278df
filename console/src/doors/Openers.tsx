import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { hoursText } from '../events/hoursText';
import { Button } from '../parts/Button';
import { DateTimeField } from '../parts/DateTimeField';
import { Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { windowText } from './Credentials';
import type { Lock } from './doorQueries';
import styles from './Lock.module.css';

type OpenersPage = components['schemas']['Openers'];
type Opener = components['schemas']['Opener'];

/** Who, and what, could open the door at a time: past, now or to come. */
export default function Openers({ lock }: { lock: Lock }) {
  const { words } = useSpeech();
  const own = useRoomWords('lock').openers;
  const [at, setAt] = useState('');
  const [asked, ask] = useState<string>();
  return (
    <>
      <p className={styles.quiet}>{own.body}</p>
      <form
        className={styles.when}
        onSubmit={(event) => {
          event.preventDefault();
          ask(at || new Date().toISOString());
        }}
      >
        <DateTimeField label={own.at} hint={words.times.local(lock.timeZone)} zone={lock.timeZone} value={at} onChange={setAt} />
        <Button type="submit">{own.act}</Button>
      </form>
      {asked && <Found key={asked} lock={lock} at={asked} />}
    </>
  );
}

function Found({ lock, at }: { lock: Lock; at: string }) {
  const { words, locale } = useSpeech();
  const why = useRoomWords('why');
  const own = useRoomWords('lock').openers;
  const list = useInfiniteQuery({
    queryKey: ['openers', lock.id, at],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/locks/{id}/openers', { path: { id: lock.id }, query: { at, total: true, cursor: pageParam || undefined }, signal }),
    getNextPageParam: (last: OpenersPage) => last.next,
  });
  if (list.error) return <Notice tone="bad">{tell(list.error, words)}</Notice>;
  const first = list.data?.pages[0];
  if (!first) return <Skeleton height="6rem" />;
  const items = list.data!.pages.flatMap((page) => page.items);
  return (
    <div className={styles.stack}>
      <Circumstances found={first} lock={lock} />
      <p aria-live="polite">{first.at < first.knownSince ? '' : items.length === 0 ? own.none : own.count((first.total ?? items.length).toLocaleString(locale))}</p>
      <ul className={styles.rows}>
        {items.map((one, index) => (
          <OneOpener key={one.id ?? index} opener={one} zone={first.zone} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      {first.changedSince && <p className={styles.quiet}>{why.openers.changedSince(timeText(first.changedSince, 'short', locale, first.zone))}</p>}
    </div>
  );
}

/** What holds for all of them. */
function Circumstances({ found, lock }: { found: OpenersPage; lock: Lock }) {
  const { words, locale } = useSpeech();
  const why = useRoomWords('why');
  const own = why.openers;
  return (
    <>
      {found.at < found.knownSince && <Notice tone="warn">{own.knownSince(timeText(found.knownSince, 'short', locale, lock.timeZone))}</Notice>}
      {found.standsOpen && <Notice tone="accent">{own.standsOpen(hoursText(found.standsOpen, words, why.hours))}</Notice>}
      {found.obstacles.length > 0 && (
        <Notice tone="warn">
          {found.obstacles.map((obstacle) => (
            <div key={obstacle}>{own.obstacles[obstacle]}</div>
          ))}
          <div>{own.stillOpens}</div>
        </Notice>
      )}
    </>
  );
}

function OneOpener({ opener, zone }: { opener: Opener; zone: string }) {
  const { words, locale } = useSpeech();
  const why = useRoomWords('why');
  const own = why.openers;
  const role = opener.role ? words.shell.roles[opener.role] : opener.grantRole && words.doors.grants.roles[opener.grantRole];
  const facts = [
    role,
    opener.shown && words.doors.credentials.shown[opener.shown],
    opener.kind === 'grant' || opener.kind === 'credential' ? windowText({ startsAt: opener.from, endsAt: opener.until }, zone, words, locale) : undefined,
    opener.hours && hoursText(opener.hours, words, why.hours),
    opener.isOffline && own.offlineCode,
    opener.isBeingRemoved && own.beingRemoved,
    opener.onLock && own.onLock[opener.onLock],
    opener.changedSince && own.changedSince(timeText(opener.changedSince, 'short', locale, zone)),
  ];
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <div className={styles.rowTitle}>
          {opener.name ?? own.unnamed}
          <Badge tone={opener.isBeingRemoved || opener.onLock === 'notKnown' ? 'warn' : 'plain'}>{own.kinds[opener.kind]}</Badge>
        </div>
        <div className={styles.quiet}>{facts.filter(Boolean).join(' · ')}</div>
      </div>
    </li>
  );
}
