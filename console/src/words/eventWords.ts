/** What an event's sentence is made of: words already, or absent where it was not told. */
export interface EventFacts {
  /** The lock's name, or words for one that has none. */
  lock: string;
  site?: string;
  box?: number;
  /** What was shown at the door: a passcode, a card and so on. */
  shown?: string;
  /** What moved a bolt, as the API says it. */
  cause?: string;
  bolt?: string;
  leaf?: string;
  inside?: string;
  battery?: number;
  /** Of `openFor` and the like: seconds, in words. */
  time?: string;
  changed: Record<string, string>;
}

export interface EventWords {
  /** Of the type, in a filter. */
  name: string;
  /** What happened, where it did. */
  says: (facts: EventFacts) => string;
}

export const told = (name: string, says: string | ((facts: EventFacts) => string)): EventWords => ({ name, says: typeof says === 'string' ? () => says : says });
