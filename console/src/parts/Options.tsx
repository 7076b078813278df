import { Check } from 'lucide-react';
import { ListBox, ListBoxItem, Popover } from 'react-aria-components';
import { useWords } from '../words';
import styles from './Field.module.css';

export interface Option {
  id: string;
  name: string;
  /** Looked through too when somebody searches. */
  detail?: string;
}

export interface ChoiceProps {
  label: string;
  options: Option[];
  value: string;
  onChange: (id: string) => void;
  hint?: string;
  error?: string;
  isDisabled?: boolean;
  /** The label is read out and not shown: what is chosen says enough. */
  isNarrow?: boolean;
}

/** What can be chosen, where it is chosen from. */
export function Options({ options }: { options?: Option[] }) {
  const words = useWords();
  return (
    <Popover className={styles.popover!}>
      <ListBox items={options} className={styles.list!} renderEmptyState={() => <div className={styles.none}>{words.acts.noMatch}</div>}>
        {(option: Option) => (
          <ListBoxItem textValue={option.name} className={styles.item!}>
            <span>{option.name}</span>
            <Check size={16} className={styles.tick} aria-hidden />
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}

export const fieldOf = (isNarrow?: boolean) => `${styles.field} ${isNarrow ? styles.narrow : ''}`;
