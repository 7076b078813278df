import type { Event } from '../app/live';
import type { Words } from '../words';
import type { EventFacts, EventWords } from '../words/eventWords';
import { lengthText } from '../words/times';

/** Of the type; a type that a later server adds is shown by its own name. */
export const wordsOf = (type: string, words: Words): EventWords => (words.eventTypes as Record<string, EventWords>)[type] ?? { name: type, says: () => type };

type Told = Pick<Event, 'type' | 'outcome' | 'reason' | 'lock' | 'site' | 'data'>;

/** What happened, as one plain sentence. What was refused, failed or is not known does not read as if it had been done. */
export function eventText(event: Told, words: Words): string {
  const type = wordsOf(event.type, words);
  const lock = event.lock?.name;
  const reason = event.reason ? ((words.problems.codes as Record<string, string>)[event.reason] ?? event.reason) : '';
  switch (event.outcome) {
    case 'refused':
      return words.events.refused(type.name, lock, reason).trim();
    case 'failed':
      return words.events.failed(type.name, lock, reason).trim();
    case 'unknown':
      return words.events.unknown(type.name, lock);
    default:
      return sentence(type.says(factsOf(event, words)), words);
  }
}

/** A lock that has no name here may stand at its beginning. */
const sentence = (text: string, { events: { someLock } }: Words) => (text.startsWith(someLock) ? text.charAt(0).toLocaleUpperCase() + text.slice(1) : text);

export function factsOf({ lock, site, data }: Pick<Event, 'lock' | 'site' | 'data'>, words: Words): EventFacts {
  const changed = (data.changed ?? {}) as Record<string, string>;
  const seconds = Number(changed.openFor);
  return {
    lock: lock?.name ?? words.events.someLock,
    site: site?.name,
    box: lock ? undefined : data.slot,
    shown: data.shown && words.doors.credentials.shown[data.shown],
    cause: data.cause,
    bolt: data.bolt,
    leaf: data.door,
    inside: data.inside,
    battery: data.battery,
    time: seconds > 0 ? lengthText(seconds, words) : undefined,
    changed,
  };
}
