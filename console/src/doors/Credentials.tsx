import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { CreditCard, Eye, Fingerprint, KeyRound, Plus, Trash2 } from 'lucide-react';
import { Suspense, useState } from 'react';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { lazyPart } from '../parts/lazyPart';
import { Badge, Notice } from '../parts/Notice';
import { Steps } from '../parts/Steps';
import { Time } from '../parts/Time';
import { useMay } from '../session/useSession';
import { useSpeech, type Words } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import type { Lock } from './doorQueries';
import { evidenceSteps, evidenceText, readinessTone, type CredentialKind, type LockCredential } from './evidence';
import styles from './Lock.module.css';
import { NewPasscode } from './NewPasscode';
import { Reveal } from './Reveal';

const NewCard = lazyPart(() => import('../people/NewCard'));

const kinds: { kind: CredentialKind; capability: string }[] = [
  { kind: 'passcode', capability: 'passcodes' },
  { kind: 'card', capability: 'cards' },
  { kind: 'fingerprint', capability: 'fingerprints' },
];
const icons = { passcode: KeyRound, card: CreditCard, fingerprint: Fingerprint };

/** What may open the lock at the door, each with what is known of it there. */
export function Credentials({ lock }: { lock: Lock }) {
  return (
    <div className={styles.stack}>
      {kinds
        .filter(({ capability }) => lock.capabilities.includes(capability))
        .map(({ kind }) => (
          <OfKind key={kind} lock={lock} kind={kind} />
        ))}
    </div>
  );
}

const read = (kind: CredentialKind, id: string, cursor: string, signal: AbortSignal) => {
  const given = { path: { id }, query: { limit: 50, cursor: cursor || undefined }, signal };
  if (kind === 'passcode') return api.get('/locks/{id}/passcodes', given);
  return kind === 'card' ? api.get('/locks/{id}/cards', given) : api.get('/locks/{id}/fingerprints', given);
};

function OfKind({ lock, kind }: { lock: Lock; kind: CredentialKind }) {
  const { words } = useSpeech();
  const own = words.doors.credentials;
  const lockWords = useRoomWords('lock');
  const mayWrite = useMay('credentials:write');
  const [isMaking, make] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['lockCredentials', lock.id, kind],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => read(kind, lock.id, pageParam, signal),
    getNextPageParam: (last) => last.next,
  });
  const all = list.data?.pages.flatMap((page) => page.items);
  const Icon = icons[kind];
  // Fingers are enrolled at the lock itself.
  const act = kind !== 'fingerprint' && mayWrite && (
    <Button icon={<Plus size={16} aria-hidden />} onPress={() => make(true)}>
      {kind === 'card' ? lockWords.enrol : own.make}
    </Button>
  );
  return (
    <Card title={own.kinds[kind]} act={act}>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="4rem" />}
      {all?.length === 0 && <Empty icon={<Icon size={22} aria-hidden />} title={own.none[kind]} body={own.noneBody} />}
      <ul className={styles.rows}>
        {all?.map((one) => (
          <OneCredential key={`${one.id}.${one.slot}`} lock={lock} kind={kind} credential={one} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      {kind === 'passcode' && <NewPasscode lock={lock} isOpen={isMaking} onClose={() => make(false)} />}
      <Suspense>{kind === 'card' && isMaking && <NewCard door={lock} isOpen onClose={() => make(false)} />}</Suspense>
    </Card>
  );
}

function OneCredential({ lock, kind, credential }: { lock: Lock; kind: CredentialKind; credential: LockCredential }) {
  const { words, locale } = useSpeech();
  const own = words.doors.credentials;
  const text = evidenceText(credential, words);
  return (
    <li className={styles.row}>
      <div className={styles.rowMain}>
        <div className={styles.rowTitle}>
          {credential.name ?? own.unnamed}
          {credential.isDesired ? <Badge tone={readinessTone[credential.readiness]}>{own.readiness[credential.readiness]}</Badge> : <Badge tone="warn">{own.revoked}</Badge>}
        </div>
        <div className={styles.quiet}>{windowText(credential, lock.timeZone, words, locale)}</div>
        <Steps steps={evidenceSteps(credential, words)} label={own.ladder} />
        <div>
          {text}{' '}
          {credential.provenAt && (
            <span className={styles.quiet}>
              <Time at={credential.provenAt} zone={lock.timeZone} look="ago" />
            </span>
          )}
        </div>
      </div>
      {credential.isDesired && kind !== 'fingerprint' && <CredentialActs lock={lock} kind={kind} credential={credential} />}
    </li>
  );
}

function CredentialActs({ lock, kind, credential }: { lock: Lock; kind: 'passcode' | 'card'; credential: LockCredential }) {
  const { words } = useSpeech();
  const own = words.doors.credentials;
  const queries = useQueryClient();
  const [asked, ask] = useState<'reveal' | 'revoke'>();
  const mayWrite = useMay('credentials:write');
  const mayReveal = useMay('pins:reveal');
  const name = credential.name ?? own.unnamed;
  const revoke = async () => {
    const given = { path: { id: credential.id } };
    await (kind === 'passcode' ? api.delete('/passcodes/{id}', given) : api.delete('/cards/{id}', given));
    await queries.invalidateQueries({ queryKey: ['lockCredentials', lock.id] });
  };
  return (
    <div className={styles.rowActs}>
      {kind === 'passcode' && mayReveal && (
        <Button look="quiet" icon={<Eye size={16} aria-hidden />} onPress={() => ask('reveal')} aria-label={`${own.reveal}: ${name}`}>
          {own.reveal}
        </Button>
      )}
      {mayWrite && (
        <Button look="quiet" icon={<Trash2 size={16} aria-hidden />} onPress={() => ask('revoke')} aria-label={`${own.revoke}: ${name}`}>
          {own.revoke}
        </Button>
      )}
      {asked === 'reveal' && <Reveal id={credential.id} name={name} onClose={() => ask(undefined)} />}
      <Confirm title={own.revokeTitle} body={own.revokeBody(name)} act={own.revoke} isOpen={asked === 'revoke'} onClose={() => ask(undefined)} onConfirm={revoke} />
    </div>
  );
}

/** From when until when, by the clocks of the door. */
export function windowText({ startsAt, endsAt }: { startsAt?: string; endsAt?: string }, zone: string, words: Words, locale: string): string {
  const own = words.doors.credentials.window;
  const text = (at: string) => timeText(at, 'short', locale, zone);
  if (startsAt && endsAt) return own.both(text(startsAt), text(endsAt));
  if (startsAt) return own.from(text(startsAt));
  return endsAt ? own.until(text(endsAt)) : own.always;
}
