import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { roles, type Role, type User } from './peopleQueries';
import { useDealtRoles } from './useDealtRoles';

/** Another role, with what it lets somebody do. */
export function ChangeRole({ user, name, onClose }: { user: User; name: string; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('people');
  const queries = useQueryClient();
  const [role, setRole] = useState<Role>(user.role);
  const dealt = useDealtRoles();
  const offered = roles.filter((one) => one === user.role || dealt.includes(one));
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void run(async () => {
      if (role !== user.role) await api.patch('/users/{id}', { path: { id: user.id }, body: { role } });
      await queries.invalidateQueries({ queryKey: ['people'] });
      onClose();
    });
  };
  const needsFactor = (one: Role) => one === 'owner' || one === 'administrator';
  return (
    <Dialog title={own.person.roleTitle(name)} isOpen isWorking={isWorking} onClose={onClose}>
      <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <Choice label={own.role} hint={own.invite.roleSays[role]} options={offered.map((id) => ({ id, name: words.shell.roles[id] }))} value={role} onChange={(id) => setRole(id as Role)} />
        <p>{own.person.roleAtOnce}</p>
        {needsFactor(role) && !needsFactor(user.role) && <Notice>{own.person.roleFactor}</Notice>}
        <Acts>
          <Button onPress={onClose}>{words.acts.cancel}</Button>
          <Button type="submit" look="primary" isPending={isWorking} isDisabled={role === user.role}>
            {own.person.changeRole}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
