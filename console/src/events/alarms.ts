import type { Event } from '../app/live';

/** What ends an alarm at the same lock; an alarm that is not here is over when somebody has looked at it, which nobody can tell. */
const ends: Record<string, (event: Event) => boolean> = {
  'door.forced': ({ type }) => type === 'door.closedAgain',
  'door.ajar': ({ type }) => type === 'door.closedAgain',
  'lock.jammed': ({ type }) => type === 'lock.unjammed',
  'lock.leftUnlocked': ({ type, data, outcome }) => (type === 'lock.boltMoved' && data.bolt === 'locked') || (type === 'lock.lock' && outcome === 'done'),
};

const alarming = ['door.forced', 'device.tampered', 'lock.jammed', 'credential.wrongCodes', 'lock.leftUnlocked', 'door.ajar', 'keypad.disabled', 'request.forged'];

/** The types to ask for: alarms, and what ends them. */
export const alarmTypes = [...alarming, 'door.closedAgain', 'lock.unjammed', 'lock.boltMoved', 'lock.lock'];

export interface Alarm {
  event: Event;
  isOver: boolean;
}

/** Alarms among events that are newest first: those that are open before those that are over, the newest first of each. */
export function alarmsOf(events: Event[]): Alarm[] {
  const alarms = events.flatMap((event, index) => {
    if (!alarming.includes(event.type)) return [];
    const ending = ends[event.type];
    const isOver = ending !== undefined && events.slice(0, index).some((later) => later.lock?.id === event.lock?.id && ending(later));
    return [{ event, isOver }];
  });
  return [...alarms.filter(({ isOver }) => !isOver), ...alarms.filter(({ isOver }) => isOver)];
}
