import type { components } from '../api/latchwork';
import type { Words } from '../words';

const all = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Hours of the week in a line. */
export const hoursText = (hours: components['schemas']['Hours'], words: Words, say: (days: string, from: string, until: string) => string) =>
  hours.windows
    .map(({ days, from, until }) =>
      say(
        all
          .filter((day) => days.includes(day))
          .map((day) => words.doors.days[day])
          .join(' '),
        from,
        until,
      ),
    )
    .join(', ');
