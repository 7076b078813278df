import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import type { Tone } from '../parts/Notice';
import type { webhooks } from '../words/en/webhooks';

export type Webhook = components['schemas']['Webhook'];
export type SetWebhook = components['schemas']['SetWebhook'];
export type Delivery = components['schemas']['Delivery'];

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: async ({ signal }) => {
    const all: Webhook[] = [];
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await api.get('/webhooks', { query: { limit: 200, cursor }, signal });
      all.push(...items);
      if (!next) return all;
      cursor = next;
    }
  },
  // How it stands with a receiver is no event.
  refetchInterval: 15_000,
});

export type DeliveryState = '' | 'waiting' | 'delivered' | 'parked' | 'withdrawn';

export interface DeliveryFilters {
  state: DeliveryState;
  event: string;
}

export const deliveriesQuery = (id: string, { state, event }: DeliveryFilters) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', id, state, event],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api.get('/webhooks/{id}/deliveries', { path: { id }, query: { limit: 50, cursor: pageParam || undefined, state: state || undefined, events: event || undefined }, signal }),
    getNextPageParam: (last) => last.next,
    refetchInterval: 10_000,
  });

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({ queryKey: ['delivery', id, delivery], queryFn: ({ signal }) => api.get('/webhooks/{id}/deliveries/{delivery}', { path: { id, delivery }, signal }), refetchInterval: 5_000 });

/** In one line, the worst first. */
export function healthOf(webhook: Webhook, words: typeof webhooks, locale: string): { text: string; tone: Tone } {
  const { health } = words;
  if (webhook.pausedBecause === 'switchedOff') return { text: health.switchedOff, tone: 'plain' };
  if (webhook.pausedBecause) return { text: health.failures, tone: 'bad' };
  if (webhook.failures > 0) return { text: webhook.failures === 1 ? health.failingOne : health.failing(webhook.failures.toLocaleString(locale)), tone: 'warn' };
  if (webhook.isReplaying) return { text: health.replaying, tone: 'accent' };
  return webhook.lastAt ? { text: health.well, tone: 'good' } : { text: health.new, tone: 'plain' };
}

/** All that it is, for a change of some of it: a call replaces it as a whole, but for the secret. */
export const bodyOf = (webhook: Webhook): SetWebhook => ({
  name: webhook.name,
  format: webhook.format!,
  url: webhook.url,
  // Of our own form no events are all of them; the other forms list them.
  ...(webhook.events.length > 0 ? { events: webhook.events } : {}),
  ...(webhook.devices.length > 0 ? { devices: webhook.devices } : {}),
  ...(webhook.methods.length > 0 ? { methods: webhook.methods } : {}),
  ...(webhook.siteIds.length > 0 ? { siteIds: webhook.siteIds } : {}),
  ...(webhook.userIds.length > 0 ? { userIds: webhook.userIds } : {}),
  ...(webhook.isOrdered ? { isOrdered: true } : {}),
  ...(webhook.retryForHours ? { retryForHours: webhook.retryForHours } : {}),
  ...(webhook.sendsCodes ? { sendsCodes: true } : {}),
  isEnabled: !webhook.pausedBecause,
});

const doors = ['lock.unlocked', 'lock.locked', 'lock.pin_delivered', 'lock.offline'];
const bookings = ['booking.created', 'booking.updated', 'booking.cancelled', 'booking.checked_in', 'booking.checked_out'];

/** What each form of the KEYVOX wire has a word for; the events of our own are those of the list. */
export const wireEvents: Record<string, string[]> = { 'keyvox-text': doors, 'keyvox-locks': doors, 'keyvox-bookings': bookings };
