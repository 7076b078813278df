import type { components } from '../api/latchwork';
import { windowText } from '../doors/Credentials';
import { hoursText } from '../events/hoursText';
import type { Words } from '../words';
import type { people } from '../words/en/people';

type Window = components['schemas']['GrantWindow'];
type Hours = components['schemas']['Hours'];

/** When a right holds, by the clocks of the door, in a line. */
export const whenText = (window: Window | undefined, hours: Hours | undefined, zone: string, words: Words, own: typeof people, locale: string) =>
  [windowText(window ?? {}, zone, words, locale), hours && hours.windows.length > 0 ? hoursText(hours, words, own.hours) : undefined].filter(Boolean).join(' · ');
