import { doors } from './doors';
import { eventTypes } from './eventTypes';
import { events } from './events';
import { problems } from './problems';
import { session } from './session';
import { setUp } from './setUp';
import { shell } from './shell';

export const en = { ...shell, problems, session, setUp, doors, events, eventTypes };
