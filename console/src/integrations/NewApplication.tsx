import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useLocation } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { AboutFields } from './AboutFields';
import { aboutFaults, nothingSaid } from './applicationText';
import styles from './Integrations.module.css';

/** Registers one, and goes to it: it is of no use before it has an issuer and a key. */
export function NewApplication({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('applications');
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [about, setAbout] = useState(nothingSaid);
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (Object.keys(aboutFaults(about, own)).length > 0) return;
    void run(async () => {
      // What is empty is not said.
      const body = Object.fromEntries(Object.entries(about).filter(([, text]) => text)) as typeof about;
      const { id } = await api.post('/account/applications', { body });
      await queries.invalidateQueries({ queryKey: ['applications'] });
      say(own.form.made);
      onClose();
      navigate(`/integrations/applications/${id}`);
    });
  };
  return (
    <Form onSubmit={submit} className={styles.stack!} validationBehavior="aria">
      <AboutFields about={about} onChange={setAbout} isTold={isAsked} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.form.making : own.form.make}
        </Button>
      </Acts>
    </Form>
  );
}
