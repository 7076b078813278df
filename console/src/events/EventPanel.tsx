import { useQuery } from '@tanstack/react-query';
import { Fragment, Suspense, useState, type ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { sitesQuery } from '../doors/doorQueries';
import type { Event } from '../app/live';
import { Button } from '../parts/Button';
import { Drawer } from '../parts/Dialog';
import { Skeleton } from '../parts/Empty';
import { Time } from '../parts/Time';
import { lazyPart } from '../parts/lazyPart';
import { useMay } from '../session/useSession';
import { useSpeech, type Words } from '../words';
import { useRoomWords, type RoomWords } from '../words/rooms';
import { lengthText } from '../words/times';
import { eventText, wordsOf } from './eventText';
import styles from './Events.module.css';
import { Who } from './Who';

const Why = lazyPart(() => import('./Why'));

/** All that an event tells, in plain words. */
export function EventPanel({ event, zone, onClose }: { event: Event | undefined; zone: string | undefined; onClose: () => void }) {
  const { words } = useSpeech();
  return (
    <Drawer title={event ? wordsOf(event.type, words).name : words.events.title} isOpen={event !== undefined} onClose={onClose}>
      {event && <EventFacts event={event} zone={zone} />}
    </Drawer>
  );
}

function EventFacts({ event, zone }: { event: Event; zone: string | undefined }) {
  const { words, locale } = useSpeech();
  const timeline = useRoomWords('timeline');
  const own = timeline.panel;
  const mayLocks = useMay('locks:read');
  const sites = useQuery({ ...sitesQuery, enabled: event.on?.kind === 'site' });
  const late = (Date.parse(event.timestamp) - Date.parse(event.occurredAt)) / 1000;
  const facts: [string, ReactNode][] = [
    [own.outcome, words.events.outcomes[event.outcome] ?? event.outcome],
    [own.because, event.reason && ((words.problems.codes as Record<string, string>)[event.reason] ?? event.reason)],
    [own.when, <Time key="when" at={event.occurredAt} zone={zone} look="full" />],
    [own.recorded, event.isLate && <Late key="late" at={event.timestamp} zone={zone} text={words.events.late(lengthText(late, words))} />],
    [own.where, [event.lock?.name, event.site?.name].filter(Boolean).join(' · ')],
    [own.who, event.by && <Who key="who" by={event.by} />],
    [own.over, event.by?.surface && (timeline.surfaces[event.by.surface] ?? event.by.surface)],
    [own.on, event.on && [timeline.nouns[event.on.kind] ?? event.on.kind, sites.data?.find(({ id }) => id === event.on?.id)?.name].filter(Boolean).join(': ')],
    ...dataFacts(event, words, timeline, locale),
  ];
  return (
    <>
      <p className={styles.told}>{eventText(event, words)}</p>
      {event.isCorrection && <p>{words.events.corrected}</p>}
      <Facts facts={facts} />
      {isOfDoor(event) && <Explanation key={event.id} eventId={event.id} zone={zone} />}
      {event.lock && mayLocks && <Link href={`/doors/${event.lock.id}`}>{own.toLock}</Link>}
      <Facts
        facts={[
          [own.type, <code key="type">{event.type}</code>],
          [own.id, <code key="id">{event.id}</code>],
          [own.operation, <code key="operation">{event.operationId}</code>],
        ]}
      />
    </>
  );
}

/** What moves a door, or was meant to: of anything else there is nothing to explain. */
const isOfDoor = ({ type, lock }: Event) => lock !== undefined && /^(lock\.(unlock|lock|boltMoved)|credential\.(present|refused)|door\.(forced|moved)|box\.open)$/.test(type);

function Explanation({ eventId, zone }: { eventId: string; zone: string | undefined }) {
  const own = useRoomWords('timeline').why;
  const [isAsked, ask] = useState(false);
  const mayKnow = useMay('grants:read', 'credentials:read');
  if (!mayKnow) return null;
  return (
    <section aria-label={own.title} className={styles.why}>
      <h3>{own.title}</h3>
      {isAsked ? (
        <Suspense fallback={<Skeleton height="6rem" />}>
          <Why eventId={eventId} zone={zone} />
        </Suspense>
      ) : (
        <Button onPress={() => ask(true)}>{own.act}</Button>
      )}
    </section>
  );
}

function Late({ at, zone, text }: { at: string; zone: string | undefined; text: string }) {
  return (
    <>
      <Time at={at} zone={zone} look="full" />
      <div>{text}</div>
    </>
  );
}

function dataFacts({ data, lock }: Event, words: Words, { panel: own, inside }: RoomWords['timeline'], locale: string): [string, ReactNode][] {
  const { doors, events } = words;
  return [
    [own.cause, data.cause && (events.causes[data.cause] ?? data.cause)],
    [own.shown, data.shown && (doors.credentials.shown[data.shown] ?? data.shown)],
    [lock ? own.slot : own.box, data.slot?.toLocaleString(locale)],
    [own.bolt, data.bolt && (doors.bolt[data.bolt] ?? data.bolt)],
    [own.leaf, data.door && (doors.leaf[data.door] ?? data.door)],
    [own.inside, data.inside && (inside[data.inside] ?? data.inside)],
    [own.battery, data.battery === undefined ? undefined : new Intl.NumberFormat(locale, { style: 'percent' }).format(data.battery / 100)],
    [own.evidence, data.evidence && ((doors.credentials.rungs as Record<string, string>)[data.evidence] ?? data.evidence)],
    [own.proof, data.proof],
    ...Object.entries((data.changed ?? {}) as Record<string, string>).map(([name, value]): [string, ReactNode] => [`${own.changed}: ${name}`, value || '–']),
  ];
}

function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, told]) => told)
        .map(([name, told]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{told}</dd>
          </Fragment>
        ))}
    </dl>
  );
}
