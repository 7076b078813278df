import { useState } from 'react';
import { api } from '../api/client';
import { Switch } from '../parts/Check';
import { Card } from '../parts/Card';
import { useRoomWords } from '../words/rooms';
import type { Lock } from './doorQueries';
import { HoursEditor, type Hours } from './HoursEditor';
import { SettingsForm } from './LockSettings';

const none: Hours = { windows: [] };
const isComplete = (hours: Hours) => hours.windows.every(({ days }) => days.length > 0);
/** Alike whatever the order of their days, and whether the zone of the lock is named or meant. */
const isSame = (one: Hours, other: Hours, zone: string) => [one, other].map((hours) => textOf(hours, zone)).every((text, _, all) => text === all[0]);
const textOf = ({ windows, timeZone, exceptOn = [] }: Hours, zone: string) => JSON.stringify([windows.map(({ days, from, until }) => [days.toSorted(), from, until]), timeZone ?? zone, exceptOn]);

export function HoursSettings({ lock }: { lock: Lock }) {
  return (
    <>
      <OpenHours lock={lock} />
      <UsageHours lock={lock} />
    </>
  );
}

function OpenHours({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').settings;
  const [hours, setHours] = useState<Hours>(lock.openHours?.hours ?? none);
  const [opensByItself, setOpens] = useState(lock.openHours?.opensByItself ?? false);
  const save = () => api.patch('/locks/{id}', { path: { id: lock.id }, body: { openHours: { hours, opensByItself } } });
  const unchanged = isSame(hours, lock.openHours?.hours ?? none, lock.timeZone) && opensByItself === (lock.openHours?.opensByItself ?? false);
  return (
    <SettingsForm lock={lock} title={own.openHours} body={own.openHoursBody} save={save} isWrong={unchanged || !isComplete(hours)}>
      <HoursEditor hours={hours} onChange={setHours} zone={lock.timeZone} none={own.noHours.openHours} />
      {hours.windows.length > 0 && (
        <Switch isSelected={opensByItself} onChange={setOpens}>
          {own.opensByItself}
        </Switch>
      )}
    </SettingsForm>
  );
}

function UsageHours({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').settings;
  const [hours, setHours] = useState<Hours>(lock.usageHours[0] ?? none);
  // One set is edited; several are each whole, and nothing of them is lost here.
  if (lock.usageHours.length > 1) {
    return (
      <Card title={own.usageHours}>
        <p>{own.usageMany}</p>
      </Card>
    );
  }

  const save = () => api.patch('/locks/{id}', { path: { id: lock.id }, body: { usageHours: hours.windows.length > 0 ? [hours] : [] } });
  return (
    <SettingsForm lock={lock} title={own.usageHours} body={own.usageHoursBody} save={save} isWrong={isSame(hours, lock.usageHours[0] ?? none, lock.timeZone) || !isComplete(hours)}>
      <HoursEditor hours={hours} onChange={setHours} zone={lock.timeZone} none={own.noHours.usageHours} />
    </SettingsForm>
  );
}
