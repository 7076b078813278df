import { useState } from 'react';
import { Form } from 'react-aria-components';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { DoorChoice, type ChosenDoor } from '../people/DoorChoice';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { mostAtOnce } from './groupQueries';

/** Some doors, found by name. */
export function PutIn({ groupId, save, onClose }: { groupId: string; save: (ids: string[]) => Promise<unknown>; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('groups');
  const [doors, setDoors] = useState<ChosenDoor[]>([]);
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (doors.length === 0) return;
    void run(async () => {
      for (let from = 0; from < doors.length; from += mostAtOnce) await save(doors.slice(from, from + mostAtOnce).map(({ id }) => id));
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      <DoorChoice label={own.find} placeholder={own.findPlaceholder} says={own.chosen} chosen={doors} onChange={setDoors} exceptGroup={groupId} error={isAsked && doors.length === 0 ? own.chooseOne : undefined} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {doors.length === 0 ? own.putIn : own.putInAct(doors.length)}
        </Button>
      </Acts>
    </Form>
  );
}
