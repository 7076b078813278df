import { describe, expect, it } from 'vitest';
import { clockChanges } from './clockChanges';

const now = Date.parse('2026-01-01T00:00:00Z');

describe('clocks that are put forward or back', () => {
  it('are told with what they show before and after', () => {
    expect(clockChanges('Europe/Berlin', '2026-03-01T00:00:00Z', '2026-12-01T00:00:00Z', now)).toEqual([
      { at: '2026-03-29T01:00:00.000Z', from: '02:00', to: '03:00', isForward: true },
      { at: '2026-10-25T01:00:00.000Z', from: '03:00', to: '02:00', isForward: false },
    ]);
  });

  it('are none where the window does not reach them, or the place has none', () => {
    expect(clockChanges('Europe/Berlin', '2026-03-30T00:00:00Z', '2026-10-24T00:00:00Z', now)).toEqual([]);
    expect(clockChanges('Asia/Tokyo', undefined, undefined, now)).toEqual([]);
  });

  it('are looked for from now on, and half an hour is told too', () => {
    expect(clockChanges('Australia/Lord_Howe', '2020-01-01T00:00:00Z', undefined, now, 1)).toEqual([{ at: '2026-04-04T15:00:00.000Z', from: '02:00', to: '01:30', isForward: false }]);
  });
});
