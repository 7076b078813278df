import { Check, CircleHelp, X } from 'lucide-react';
import styles from './Steps.module.css';

export interface Step {
  name: string;
  known: 'yes' | 'no' | 'waiting' | 'unknown';
}

const icons = { yes: Check, no: X, unknown: CircleHelp, waiting: undefined };

/** How far something came, as a small picture; the words beside it say the same to whoever does not see it. */
export function Steps({ steps, label }: { steps: Step[]; label: string }) {
  return (
    <div role="img" aria-label={label}>
      <div className={styles.steps} aria-hidden>
        {steps.map(({ name, known }) => {
          const Icon = icons[known];
          return (
            <span key={name} className={styles.step} data-known={known}>
              <span className={styles.dot}>{Icon && <Icon size={11} strokeWidth={3.5} />}</span>
              {name}
            </span>
          );
        })}
      </div>
    </div>
  );
}
