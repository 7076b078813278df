import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Choice } from '../parts/Choice';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { lockersChanged, type Box } from './lockerQueries';
import styles from './Lockers.module.css';

/** What the light of a box shows; the cabinet confirms it. */
export function LightBox({ lockerId, box, onClose }: { lockerId: string; box: Box; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('lockers').light;
  const queries = useQueryClient();
  const [light, setLight] = useState(box.light === 'off' ? 'green' : box.light);
  const [blinks, setBlinks] = useState(box.lightBlinks);
  const { isWorking, refusal, run } = useTask();
  const names = Object.entries(own.colours).map(([id, name]) => ({ id, name }));
  const options = names.some(({ id }) => id === light) ? names : [...names, { id: light, name: light }];
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await api.put('/lockers/{id}/lights', { path: { id: lockerId }, body: { boxes: [box.number], light, blinks: blinks && light !== 'off' } });
      await lockersChanged(queries, lockerId);
      say(own.done);
      onClose();
    });
  };
  return (
    <Dialog title={own.title(box.number)} isOpen isWorking={isWorking} onClose={onClose}>
      <Form onSubmit={submit} className={styles.form!}>
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <Choice label={own.colour} value={light} onChange={setLight} options={options} />
        <Checkbox isSelected={blinks} onChange={setBlinks} isDisabled={light === 'off'}>
          {own.blinks}
        </Checkbox>
        <Acts>
          <Button onPress={onClose}>{words.acts.cancel}</Button>
          <Button type="submit" look="primary" isPending={isWorking}>
            {isWorking ? own.working : own.submit}
          </Button>
        </Acts>
      </Form>
    </Dialog>
  );
}
