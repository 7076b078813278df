import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Notice } from '../parts/Notice';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import styles from './Integrations.module.css';

interface Own {
  title: string;
  /** What is read anew once it is saved. */
  queryKey: string[];
  save: () => Promise<unknown>;
  isWrong: boolean;
  children: ReactNode;
}

/** Settings that are saved as a whole; a refusal is told in place. */
export function SettingsCard({ title, queryKey, save, isWrong, children }: Own) {
  const words = useWords();
  const queries = useQueryClient();
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (isWrong) return;
    void run(async () => {
      await save();
      await queries.invalidateQueries({ queryKey });
      say(words.acts.saved);
    });
  };
  return (
    <Card title={title}>
      <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
        {children}
        {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
        <div>
          <Button type="submit" isPending={isWorking} isDisabled={isWrong}>
            {isWorking ? words.acts.saving : words.acts.save}
          </Button>
        </div>
      </Form>
    </Card>
  );
}
