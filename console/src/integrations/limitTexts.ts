import type { integrations } from '../words/en/integrations';
import type { ApiClient } from './clientQueries';

/** What was set for a client, in a few words; none where it follows its plan in everything. */
export function limitTexts(limits: ApiClient['limits'], words: typeof integrations, locale: string): string[] {
  const own = words.clients;
  const count = (number: number) => number.toLocaleString(locale);
  return [
    limits.plan && own.plan(limits.plan),
    limits.callsPerMinute !== undefined && own.perMinute(count(limits.callsPerMinute)),
    limits.callsPerMonth !== undefined && own.perMonth(count(limits.callsPerMonth)),
    limits.deviceLimit !== undefined && own.devices(count(limits.deviceLimit)),
    limits.masksCodes && own.masks,
  ].filter((text): text is string => Boolean(text));
}
