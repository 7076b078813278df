import { useQueryClient } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Acts, Dialog } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import styles from './Integrations.module.css';

export interface Item {
  id: string;
  text: ReactNode;
  detail?: ReactNode;
  /** What the button that takes it away is called where it is read out. */
  removeName: string;
  /** It cannot go. */
  isFixed?: boolean;
  ask: { title: string; body: string };
  remove: () => Promise<unknown>;
}

interface Own {
  title: string;
  hint: string;
  none: string;
  add: string;
  items: Item[];
  /** The form that adds one. Absent: nothing can be added here. */
  form?: (close: () => void) => ReactNode;
  children?: ReactNode;
}

/** A few things that are added one by one, and taken away after a question. */
export function ItemCard({ title, hint, none, add, items, form, children }: Own) {
  const words = useWords();
  const queries = useQueryClient();
  const [isAdding, setAdding] = useState(false);
  const [asked, ask] = useState<Item>();
  const act = form && (
    <Button icon={<Plus size={16} aria-hidden />} onPress={() => setAdding(true)}>
      {add}
    </Button>
  );
  return (
    <Card title={title} act={act}>
      <p className={styles.quiet}>{hint}</p>
      {items.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className={styles.items}>
          {items.map((item) => (
            <li key={item.id}>
              <div className={styles.cell}>
                <span className={styles.name}>{item.text}</span>
                {item.detail && <small>{item.detail}</small>}
              </div>
              <Button look="quiet" aria-label={item.removeName} isDisabled={item.isFixed} icon={<X size={16} aria-hidden />} onPress={() => ask(item)} />
            </li>
          ))}
        </ul>
      )}
      {children}
      {form && (
        <Dialog title={add} isOpen={isAdding} onClose={() => setAdding(false)}>
          {form(() => setAdding(false))}
        </Dialog>
      )}
      <Confirm
        title={asked?.ask.title ?? ''}
        body={asked?.ask.body ?? ''}
        act={words.acts.remove}
        isOpen={asked !== undefined}
        onClose={() => ask(undefined)}
        onConfirm={async () => {
          await asked?.remove();
          await queries.invalidateQueries({ queryKey: ['applications'] });
        }}
      />
    </Card>
  );
}

/** The form in the dialog of such a card. */
export function AddForm({ add, isWrong, onClose, children }: { add: () => Promise<unknown>; isWrong: boolean; onClose: () => void; children: (isTold: boolean) => ReactNode }) {
  const words = useWords();
  const queries = useQueryClient();
  const [isTold, setTold] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTold(true);
    if (isWrong) return;
    void run(async () => {
      await add();
      await queries.invalidateQueries({ queryKey: ['applications'] });
      onClose();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.stack!} validationBehavior="aria">
      {children(isTold)}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {words.acts.add}
        </Button>
      </Acts>
    </Form>
  );
}
