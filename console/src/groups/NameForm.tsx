import { useState } from 'react';
import { Form } from 'react-aria-components';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';

/** What a group is called. */
export function NameForm({ name = '', act, save, onClose }: { name?: string; act: string; save: (name: string) => Promise<unknown>; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('groups');
  const [text, setText] = useState(name);
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (text.trim()) void run(async () => (await save(text.trim()), onClose()));
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      <TextField label={own.name} hint={own.nameHint} autoFocus maxLength={200} value={text} onChange={setText} error={isAsked && !text.trim() ? own.nameMissing : undefined} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {act}
        </Button>
      </Acts>
    </Form>
  );
}
