import { useQueries, useQuery } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { Notice, type Tone } from '../parts/Notice';
import { Skeleton } from '../parts/Empty';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { clientsQuery, personQuery } from './eventQueries';
import styles from './Events.module.css';
import { hoursText } from './hoursText';

type Explanation = components['schemas']['Explanation'];
type Fact = components['schemas']['ExplanationFact'];

const tones: Record<Explanation['opened'], Tone> = { yes: 'good', no: 'bad', unknown: 'warn', notAsked: 'plain' };

/** Why a door did, or did not, open at an event: the verdict, and each fact as a sentence. */
export default function Why({ eventId, zone }: { eventId: string; zone: string | undefined }) {
  const { words } = useSpeech();
  const why = useRoomWords('why');
  const { data, error } = useQuery({ queryKey: ['explanation', eventId], queryFn: ({ signal }) => api.get('/events/{id}/explanation', { path: { id: eventId }, signal }) });
  if (error) return <Notice tone="bad">{tell(error, words)}</Notice>;
  if (!data) return <Skeleton height="6rem" />;
  return (
    <>
      <Notice tone={tones[data.opened]}>
        <strong>{why.opened[data.opened]}</strong>
        {data.opened !== 'notAsked' && <div>{why.verdict[data.verdict]}</div>}
      </Notice>
      <Facts facts={data.facts} zone={zone} />
    </>
  );
}

function Facts({ facts, zone }: { facts: Fact[]; zone: string | undefined }) {
  const { words, locale } = useSpeech();
  const why = useRoomWords('why');
  const { surfaces } = useRoomWords('timeline');
  const names = useNames(facts);
  const time = (at: string | undefined, of: string | undefined) => at && timeText(at, 'full', locale, of ?? zone);
  return (
    <ol className={styles.because}>
      {facts.map((fact, index) => (
        <li key={index}>
          {why.facts[fact.code]({
            at: time(fact.at, fact.zone),
            from: time(fact.from, fact.zone),
            until: time(fact.until, fact.zone),
            hours: fact.hours && hoursText(fact.hours, words, why.hours),
            who: names.get(fact.userId ?? fact.clientId ?? ''),
            role: fact.role ? words.shell.roles[fact.role] : fact.grantRole && ((words.doors.grants.roles as Record<string, string>)[fact.grantRole] ?? fact.grantRole),
            surface: fact.surface && (surfaces[fact.surface] ?? fact.surface),
            shown: fact.shown && words.doors.credentials.shown[fact.shown],
            evidence: fact.evidence && words.doors.credentials.rungs[fact.evidence],
            end: (fact.command ?? fact.outcome) && (why.ends[(fact.command ?? fact.outcome)!] ?? fact.command ?? fact.outcome),
            what: fact.what && why.things[fact.what],
          })}
        </li>
      ))}
    </ol>
  );
}

/** By id, of whoever the facts name and this person may know. */
function useNames(facts: Fact[]): Map<string, string | undefined> {
  const mayPeople = useMay('people:read');
  const mayKeys = useMay('keys:read');
  const ids = [...new Set(facts.flatMap(({ userId }) => userId ?? []))];
  const people = useQueries({ queries: ids.map((id) => ({ ...personQuery(id), enabled: mayPeople })) });
  const clients = useQuery({ ...clientsQuery, enabled: mayKeys && facts.some(({ clientId }) => clientId !== undefined) });
  return new Map([...people.map(({ data }): [string, string | undefined] => [data?.id ?? '', data?.name ?? data?.login]), ...(clients.data ?? []).map(({ id, name }): [string, string] => [id, name])]);
}
