import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { isAddress } from './NewTenant';

/** Of an organisation that nobody belongs to yet: the mail may have been lost, or the address mistyped. */
export function InviteOwner({ tenant, onClose }: { tenant: { id: string; name: string }; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('operations').installation.newTenant;
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const ownerEmail = text.trim();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!isAddress(ownerEmail)) return;
    void run(async () => {
      const { isOwnerWaiting } = await api.post('/installation/tenants/{id}/owner', { path: { id: tenant.id }, body: { ownerEmail } });
      await queries.invalidateQueries({ queryKey: ['installation'] });
      say(isOwnerWaiting ? own.invited(tenant.name) : own.made(tenant.name));
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      <p>{own.againBody}</p>
      <TextField label={own.owner} hint={own.ownerHint} autoFocus type="email" value={text} onChange={setText} error={isAsked && !isAddress(ownerEmail) ? own.ownerWrong : undefined} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {own.againAct}
        </Button>
      </Acts>
    </Form>
  );
}
