import { expect, test } from 'vitest';
import { en } from './en';
import { ja } from './ja';
import { agoText, dayOf, dayTitle, lengthText, timeText } from './times';

test('a time is told by the clocks of its door', () => {
  expect(timeText('2026-01-15T12:00:00Z', 'short', 'en-GB', 'Europe/London')).toContain('12:00');
  expect(timeText('2026-07-15T12:00:00Z', 'short', 'en-GB', 'Europe/London')).toContain('13:00');
  expect(timeText('2026-07-15T12:00:00Z', 'short', 'ja-JP', 'Asia/Tokyo')).toContain('21:00');
});

test('the hour that the end of summer time repeats is told apart', () => {
  const first = timeText('2026-10-25T00:30:00Z', 'full', 'en-GB', 'Europe/London');
  const second = timeText('2026-10-25T01:30:00Z', 'full', 'en-GB', 'Europe/London');
  expect(first).toContain('01:30:00 BST');
  expect(second).toContain('01:30:00 GMT');
});

test('midnight is 00, not 24', () => {
  expect(timeText('2026-01-15T00:05:00Z', 'short', 'en-GB', 'UTC')).toContain('00:05');
});

test('a day is that of the zone', () => {
  expect(dayOf('2026-03-28T23:30:00Z', 'Asia/Tokyo')).toBe('2026-03-29');
  expect(dayOf('2026-03-28T23:30:00Z', 'Europe/London')).toBe('2026-03-28');
});

test('yesterday is yesterday on the days that summer time begins and ends', () => {
  for (const [now, then] of [
    ['2026-03-30T00:30:00+01:00', '2026-03-29T00:30:00Z'],
    ['2026-10-26T00:30:00Z', '2026-10-25T00:30:00+01:00'],
  ] as const) {
    expect(dayTitle(then, 'Europe/London', 'en-GB', en, new Date(now))).toMatch(/^Yesterday, /);
    expect(dayTitle(now, 'Europe/London', 'en-GB', en, new Date(now))).toMatch(/^Today, /);
  }
});

test('how long ago something was is told in the person’s language', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(agoText('2026-11-23T11:59:40Z', 'en-GB', en, now)).toBe('just now');
  expect(agoText('2026-11-23T11:57:00Z', 'en-GB', en, now)).toContain('3 min');
  expect(agoText('2026-11-23T09:00:00Z', 'ja-JP', ja, now)).toContain('3');
  expect(agoText('2026-11-20T12:00:00Z', 'en-GB', en, now)).toContain('3 days');
});

test('a length is told in its largest unit', () => {
  expect([45, 300, 7_200, 172_800].map((seconds) => lengthText(seconds, en))).toEqual(['45 seconds', '5 minutes', '2 hours', '2 days']);
});
