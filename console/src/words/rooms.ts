import { use } from 'react';
import { patiently } from '../parts/lazyPart';
import { useSpeech, type Language } from '.';
import type { applications } from './en/applications';
import type { bookings } from './en/bookings';
import type { groups } from './en/groups';
import type { lock } from './en/lock';
import type { lockers } from './en/lockers';
import type { mailed } from './en/mailed';
import type { map } from './en/map';
import type { operations } from './en/operations';
import type { passkeys } from './en/passkeys';
import type { explorer } from './en/explorer';
import type { integrations } from './en/integrations';
import type { webhooks } from './en/webhooks';
import type { people } from './en/people';
import type { setUp } from './en/setUp';
import type { timeline } from './en/timeline';
import type { welcome } from './en/welcome';
import type { why } from './en/why';

/** Words that come with what needs them, so that the first page is not made heavier by what most people never open. */
export interface RoomWords {
  applications: typeof applications;
  bookings: typeof bookings;
  groups: typeof groups;
  lock: typeof lock;
  lockers: typeof lockers;
  mailed: typeof mailed;
  map: typeof map;
  operations: typeof operations;
  passkeys: typeof passkeys;
  explorer: typeof explorer;
  integrations: typeof integrations;
  people: typeof people;
  setUp: typeof setUp;
  timeline: typeof timeline;
  webhooks: typeof webhooks;
  welcome: typeof welcome;
  why: typeof why;
}

type Room = keyof RoomWords;

const loaders: { [R in Room]: Record<Language, () => Promise<RoomWords[R]>> } = {
  applications: { en: async () => (await import('./en/applications')).applications, ja: async () => (await import('./ja/applications')).applications },
  bookings: { en: async () => (await import('./en/bookings')).bookings, ja: async () => (await import('./ja/bookings')).bookings },
  groups: { en: async () => (await import('./en/groups')).groups, ja: async () => (await import('./ja/groups')).groups },
  lock: { en: async () => (await import('./en/lock')).lock, ja: async () => (await import('./ja/lock')).lock },
  lockers: { en: async () => (await import('./en/lockers')).lockers, ja: async () => (await import('./ja/lockers')).lockers },
  mailed: { en: async () => (await import('./en/mailed')).mailed, ja: async () => (await import('./ja/mailed')).mailed },
  map: { en: async () => (await import('./en/map')).map, ja: async () => (await import('./ja/map')).map },
  operations: { en: async () => (await import('./en/operations')).operations, ja: async () => (await import('./ja/operations')).operations },
  passkeys: { en: async () => (await import('./en/passkeys')).passkeys, ja: async () => (await import('./ja/passkeys')).passkeys },
  explorer: { en: async () => (await import('./en/explorer')).explorer, ja: async () => (await import('./ja/explorer')).explorer },
  integrations: { en: async () => (await import('./en/integrations')).integrations, ja: async () => (await import('./ja/integrations')).integrations },
  people: { en: async () => (await import('./en/people')).people, ja: async () => (await import('./ja/people')).people },
  setUp: { en: async () => (await import('./en/setUp')).setUp, ja: async () => (await import('./ja/setUp')).setUp },
  timeline: { en: async () => (await import('./en/timeline')).timeline, ja: async () => (await import('./ja/timeline')).timeline },
  webhooks: { en: async () => (await import('./en/webhooks')).webhooks, ja: async () => (await import('./ja/webhooks')).webhooks },
  welcome: { en: async () => (await import('./en/welcome')).welcome, ja: async () => (await import('./ja/welcome')).welcome },
  why: { en: async () => (await import('./en/why')).why, ja: async () => (await import('./ja/why')).why },
};

const loaded = new Map<string, Promise<unknown>>();

/** Waits for them: whoever uses it stands under a Suspense. */
export function useRoomWords<R extends Room>(room: R): RoomWords[R] {
  const { language } = useSpeech();
  const key = `${room}.${language}`;
  if (!loaded.has(key)) loaded.set(key, patiently<unknown>(loaders[room][language]));
  return use(loaded.get(key) as Promise<RoomWords[R]>);
}
