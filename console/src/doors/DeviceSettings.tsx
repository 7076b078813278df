import { useState } from 'react';
import { api } from '../api/client';
import { Switch } from '../parts/Check';
import { Choice } from '../parts/Choice';
import { useRoomWords } from '../words/rooms';
import type { Lock } from './doorQueries';
import { SettingsForm } from './LockSettings';

const volumes = ['1', '2', '3', '4', '5'].map((id) => ({ id, name: id }));

/** What the lock keeps itself. What was never heard of it is not claimed: it is told once it was set, or once the lock said it. */
export function DeviceSettings({ lock }: { lock: Lock }) {
  const own = useRoomWords('lock').settings;
  const [sound, setSound] = useState(lock.settings?.sound ?? false);
  const [volume, setVolume] = useState(String(lock.settings?.volume ?? 3));
  const [privacyLock, setPrivacy] = useState(lock.settings?.privacyLock ?? false);
  const hasSound = lock.capabilities.includes('soundSettings');
  const hasPrivacy = lock.capabilities.includes('privacySetting');
  if (!hasSound && !hasPrivacy) return null;
  const known = lock.settings;
  const change = {
    ...(hasSound && sound !== known?.sound ? { sound } : {}),
    ...(hasSound && sound && Number(volume) !== known?.volume ? { volume: Number(volume) } : {}),
    ...(hasPrivacy && privacyLock !== known?.privacyLock ? { privacyLock } : {}),
  };
  const save = () => api.patch('/locks/{id}/settings', { path: { id: lock.id }, body: change });
  return (
    <SettingsForm lock={lock} title={own.device} body={known ? own.deviceBody : `${own.deviceBody} ${own.notTold}`} save={save} isWrong={Object.keys(change).length === 0}>
      {hasSound && (
        <Switch isSelected={sound} onChange={setSound}>
          {own.sound}
        </Switch>
      )}
      {hasSound && sound && <Choice label={own.volume} options={volumes} value={volume} onChange={setVolume} />}
      {hasPrivacy && (
        <Switch isSelected={privacyLock} onChange={setPrivacy}>
          {own.privacy}
        </Switch>
      )}
    </SettingsForm>
  );
}
