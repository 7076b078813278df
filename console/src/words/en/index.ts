import { doors } from './doors';
import { eventTypes } from './eventTypes';
import { events } from './events';
import { problems } from './problems';
import { session } from './session';
import { shell } from './shell';

export const en = { ...shell, problems, session, doors, events, eventTypes };
