/** Clocks at a place that are put forward or back. */
export interface ClockChange {
  /** The instant of it. */
  at: string;
  /** What clocks show just before and just after, such as 02:00. */
  from: string;
  to: string;
  isForward: boolean;
}

const day = 86_400_000;
const minute = 60_000;

/** A window without an end is looked at so far ahead. */
const horizon = 400 * day;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string) {
  let format = formats.get(zone);
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  if (!format) formats.set(zone, (format = new Intl.DateTimeFormat('en-GB', { ...parts, hourCycle: 'h23', timeZone: zone })));
  return format;
}

/** How far clocks of the zone are ahead of UTC, in milliseconds. */
export function offsetAt(at: number, zone: string): number {
  const shown = Object.fromEntries(formatOf(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)])) as Record<string, number>;
  return Date.UTC(shown.year!, shown.month! - 1, shown.day!, shown.hour!, shown.minute!, shown.second!) - Math.floor(at / 1000) * 1000;
}

const clock = (at: number, offset: number) => new Date(at + offset).toISOString().slice(11, 16);

/** Those in a window, the first few; an end that is absent is none. */
export function clockChanges(zone: string, startsAt: string | undefined, endsAt: string | undefined, now: number, most = 2): ClockChange[] {
  const start = Math.max(now, startsAt ? Date.parse(startsAt) : now);
  const end = Math.min(start + horizon, endsAt ? Date.parse(endsAt) : Infinity);
  const found: ClockChange[] = [];
  for (let before = start; before < end && found.length < most; before += day) {
    const after = Math.min(before + day, end);
    if (offsetAt(before, zone) !== offsetAt(after, zone)) found.push(between(before, after, zone));
  }

  return found;
}

/** To the minute. */
function between(before: number, after: number, zone: string): ClockChange {
  const former = offsetAt(before, zone);
  let [low, high] = [before, after];
  while (high - low > minute / 2) {
    const middle = (low + high) / 2;
    if (offsetAt(middle, zone) === former) low = middle;
    else high = middle;
  }

  const at = Math.round(high / minute) * minute;
  const next = offsetAt(at, zone);
  return { at: new Date(at).toISOString(), from: clock(at, former), to: clock(at, next), isForward: next > former };
}
