import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { zonesIn } from '../session/zones';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';

export const isAddress = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text);

/** A further organisation, and whose it is. */
export function NewTenant({ onClose }: { onClose: () => void }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('operations').installation.newTenant;
  const queries = useQueryClient();
  const [given, setGiven] = useState(() => ({ name: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, ownerEmail: '' }));
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const zones = useMemo(() => zonesIn(locale), [locale]);
  const set = (part: Partial<typeof given>) => setGiven({ ...given, ...part });
  const [name, ownerEmail] = [given.name.trim(), given.ownerEmail.trim()];
  const isAddressWrong = !isAddress(ownerEmail);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!name || !given.timeZone || isAddressWrong) return;
    void run(async () => {
      const { isOwnerWaiting } = await api.post('/installation/tenants', { body: { name, timeZone: given.timeZone, ownerEmail } });
      await queries.invalidateQueries({ queryKey: ['installation'] });
      say(isOwnerWaiting ? own.invited(name) : own.made(name));
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      <p>{own.body}</p>
      <TextField label={own.name} autoFocus maxLength={200} value={given.name} onChange={(text) => set({ name: text })} error={isAsked && !name ? own.nameMissing : undefined} />
      <SearchedChoice label={own.zone} hint={own.zoneHint} options={zones} value={given.timeZone} onChange={(timeZone) => set({ timeZone })} error={isAsked && !given.timeZone ? own.zoneMissing : undefined} />
      <TextField label={own.owner} hint={own.ownerHint} type="email" value={given.ownerEmail} onChange={(text) => set({ ownerEmail: text })} error={isAsked && isAddressWrong ? own.ownerWrong : undefined} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.making : own.make}
        </Button>
      </Acts>
    </Form>
  );
}
