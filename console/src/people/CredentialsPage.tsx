import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { CreditCard, Fingerprint, KeyRound, SearchX, Trash2 } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { Link, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { windowText } from '../doors/Credentials';
import doors from '../doors/Doors.module.css';
import type { Lock } from '../doors/doorQueries';
import { evidenceText, readinessTone } from '../doors/evidence';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Choice } from '../parts/Choice';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { SearchField } from '../parts/TextField';
import { useMay, useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './People.module.css';
import { PeopleNav } from './PeopleNav';
import { codesQuery, livePeople, type CodeKind, type CodeState } from './peopleQueries';
import { useLocksOf } from './useLocksOf';

type Credential = components['schemas']['Credential'];

const kinds: CodeKind[] = ['passcode', 'card', 'fingerprint'];
const icons = { passcode: KeyRound, card: CreditCard, fingerprint: Fingerprint };
const states: CodeState[] = ['live', 'over', 'revoked'];
const any = 'any';

/** The codes, cards and fingerprints of all doors, each with what is known of it at each of its locks. */
export default function CredentialsPage() {
  const { words } = useSpeech();
  const own = useRoomWords('people');
  const [kind, setKind] = useState<CodeKind>('passcode');
  const [given, setGiven] = useState<{ name: string; state: CodeState | typeof any }>({ name: '', state: any });
  const wanted = useDeferredValue(given);
  useEffect(() => register(livePeople), []);
  return (
    <Page title={own.codes.title}>
      <PeopleNav />
      <Tabs selectedKey={kind} onSelectionChange={(key) => setKind(key as CodeKind)} className={lock.tabs!}>
        <TabList aria-label={own.codes.title} className={lock.tabList!}>
          {kinds.map((one) => (
            <Tab key={one} id={one} className={lock.tab!}>
              {words.doors.credentials.kinds[one]}
            </Tab>
          ))}
        </TabList>
        {kinds.map((one) => (
          <TabPanel key={one} id={one} className={`${lock.panel} ${lock.stack}`}>
            <div className={doors.filters} role="search" aria-label={words.doors.filters.label}>
              <SearchField label={own.codes.search} value={given.name} onChange={(name) => setGiven({ ...given, name })} maxLength={200} />
              <Choice
                isNarrow
                label={own.state}
                options={[{ id: any, name: own.anyState }, ...states.map((id) => ({ id, name: own.codes.states[id] }))]}
                value={given.state}
                onChange={(state) => setGiven({ ...given, state: state as CodeState })}
              />
            </div>
            <Codes kind={one} name={wanted.name} state={wanted.state === any ? undefined : wanted.state} onClear={() => setGiven({ name: '', state: any })} />
          </TabPanel>
        ))}
      </Tabs>
    </Page>
  );
}

function Codes({ kind, name, state, onClear }: { kind: CodeKind; name: string; state?: CodeState; onClear: () => void }) {
  const { words } = useSpeech();
  const own = useRoomWords('people').codes;
  const list = useInfiniteQuery({ ...codesQuery(kind, name, state), placeholderData: (before) => before });
  const all = list.data?.pages.flatMap((page) => page.items);
  const locks = useLocksOf(all?.flatMap((one) => one.locks.map(({ lockId }) => lockId)) ?? []);
  const Icon = icons[kind];
  return (
    <Card>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="6rem" />}
      {all?.length === 0 &&
        (name || state ? (
          <Empty icon={<SearchX size={22} aria-hidden />} {...own.nothing}>
            <Button onPress={onClear}>{words.acts.clear}</Button>
          </Empty>
        ) : (
          <Empty icon={<Icon size={22} aria-hidden />} title={words.doors.credentials.none[kind]} body={kind === 'fingerprint' ? own.noneFinger : own.noneBody} />
        ))}
      <ul className={lock.rows}>
        {all?.map((one) => (
          <OneCode key={one.id} kind={kind} code={one} locks={locks} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
    </Card>
  );
}

function OneCode({ kind, code, locks }: { kind: CodeKind; code: Credential; locks: Map<string, Lock> }) {
  const { words, locale } = useSpeech();
  const own = words.doors.credentials;
  const { tenant } = useSession();
  const zone = locks.get(code.locks[0]?.lockId ?? '')?.timeZone ?? tenant.timeZone;
  return (
    <li className={lock.row}>
      <div className={lock.rowMain}>
        <div className={lock.rowTitle}>
          {code.name ?? own.unnamed}
          {code.isRevoked && <Badge tone="warn">{own.revoked}</Badge>}
        </div>
        <div className={lock.quiet}>{windowText(code, zone, words, locale)}</div>
        <ul className={styles.places}>
          {code.locks.map((place) => (
            <li key={place.lockId} className={lock.rowTitle}>
              <Link href={`/doors/${place.lockId}/credentials`}>{locks.get(place.lockId)?.name ?? '…'}</Link>
              {!code.isRevoked && <Badge tone={readinessTone[place.readiness]}>{own.readiness[place.readiness]}</Badge>}
              <span className={styles.says}>{evidenceText({ ...place, isDesired: !code.isRevoked }, words)}</span>
            </li>
          ))}
        </ul>
      </div>
      {!code.isRevoked && kind !== 'fingerprint' && <Revoke kind={kind} code={code} />}
    </li>
  );
}

/** A finger is taken off where it was put on: at the lock. */
function Revoke({ kind, code }: { kind: Exclude<CodeKind, 'fingerprint'>; code: Credential }) {
  const { words } = useSpeech();
  const own = words.doors.credentials;
  const queries = useQueryClient();
  const mayWrite = useMay('credentials:write');
  const [isAsked, ask] = useState(false);
  if (!mayWrite) return null;
  const name = code.name ?? own.unnamed;
  const revoke = async () => {
    const given = { path: { id: code.id } };
    await (kind === 'passcode' ? api.delete('/passcodes/{id}', given) : api.delete('/cards/{id}', given));
    await Promise.all([['people', 'codes'], ['lockCredentials']].map((queryKey) => queries.invalidateQueries({ queryKey })));
  };
  return (
    <div className={lock.rowActs}>
      <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} onPress={() => ask(true)} aria-label={`${own.revoke}: ${name}`}>
        {own.revoke}
      </Button>
      <Confirm title={own.revokeTitle} body={own.revokeBody(name)} act={own.revoke} isOpen={isAsked} onClose={() => ask(false)} onConfirm={revoke} />
    </div>
  );
}
