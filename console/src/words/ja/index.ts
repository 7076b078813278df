import type { Words } from '..';
import { doors } from './doors';
import { eventTypes } from './eventTypes';
import { events } from './events';
import { problems } from './problems';
import { session } from './session';
import { shell } from './shell';

export const ja = { ...shell, problems, session, doors, events, eventTypes } satisfies Words;
