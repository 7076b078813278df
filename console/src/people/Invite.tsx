import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FieldError, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import { api } from '../api/client';
import { stopsAll, tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Acts, Dialog } from '../parts/Dialog';
import field from '../parts/Field.module.css';
import { Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { addressesIn } from './addresses';
import { type Role } from './peopleQueries';
import styles from './People.module.css';
import { useDealtRoles } from './useDealtRoles';

/** One or many: whoever has an account is a member at once, anybody else is invited by mail. */
export function Invite({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const own = useRoomWords('people').invite;
  return (
    <Dialog title={own.title} isOpen={isOpen} onClose={onClose}>
      <InviteForm onClose={onClose} />
    </Dialog>
  );
}

/** As many in a row are invited by a file better. */
const most = 100;

function InviteForm({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('people').invite;
  const queries = useQueryClient();
  const mayDeal = useDealtRoles();
  const [text, setText] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [isAsked, ask] = useState(false);
  const [done, setDone] = useState(0);
  const { isWorking, run } = useTask();
  const [refused, setRefused] = useState<{ login: string; why: string }[]>([]);
  const addresses = addressesIn(text);
  const error = addresses.length === 0 ? own.missing : addresses.length > most ? own.tooMany(most) : undefined;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!error) void run(invite);
  };
  const invite = async () => {
    setDone(0);
    const failed: typeof refused = [];
    for (const [index, login] of addresses.entries()) {
      try {
        await api.post('/users', { body: { login, role } });
      } catch (problem) {
        failed.push({ login, why: tell(problem, words) });
        if (stopsAll(problem)) {
          failed.push(...addresses.slice(index + 1).map((rest) => ({ login: rest, why: tell(problem, words) })));
          break;
        }
      }

      setDone(index + 1);
    }

    await queries.invalidateQueries({ queryKey: ['people'] });
    if (addresses.length > failed.length) say(own.done(addresses.length - failed.length));
    if (failed.length === 0) return onClose();
    // What went through is not asked for again.
    setText(failed.map(({ login }) => login).join('\n'));
    setRefused(failed);
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      <p>{own.body}</p>
      {refused.length > 0 && (
        <Notice tone="bad">
          {own.refused}
          <ul>
            {refused.map(({ login, why }) => (
              <li key={login}>{`${login}: ${why}`}</li>
            ))}
          </ul>
        </Notice>
      )}
      <TextField value={text} onChange={setText} isInvalid={isAsked && error !== undefined} autoFocus className={field.field!}>
        <Label className={field.label}>{own.addresses}</Label>
        <TextArea className={styles.area!} rows={4} spellCheck={false} />
        <Text slot="description" className={field.hint}>
          {addresses.length > 1 ? own.many(addresses.length) : own.hint}
        </Text>
        <FieldError className={field.error!}>{error}</FieldError>
      </TextField>
      <Choice label={own.role} hint={own.roleSays[role]} options={mayDeal.map((id) => ({ id, name: words.shell.roles[id] }))} value={role} onChange={(id) => setRole(id as Role)} />
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.working(done, addresses.length) : own.send}
        </Button>
      </Acts>
    </Form>
  );
}
