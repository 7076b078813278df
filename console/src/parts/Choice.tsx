import { Check, ChevronDown } from 'lucide-react';
import {
  Button,
  ComboBox,
  FieldError,
  Group,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  type Key,
} from 'react-aria-components';
import { useWords } from '../words';
import styles from './Field.module.css';

export interface Option {
  id: string;
  name: string;
  /** Looked through too when somebody searches. */
  detail?: string;
}

interface Own {
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

/** One of a few. */
export function Choice({ label, options, value, onChange, hint, error, isDisabled, isNarrow }: Own) {
  return (
    <Select value={value} onChange={(id) => onChange(String(id))} isDisabled={isDisabled} isInvalid={Boolean(error)} className={fieldOf(isNarrow)}>
      <Label className={styles.label}>{label}</Label>
      <Button className={styles.box!}>
        <SelectValue className={styles.value!} />
        <ChevronDown size={16} aria-hidden />
      </Button>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
      <Options options={options} />
    </Select>
  );
}

interface SearchedOwn extends Own {
  /** Where the options are looked up elsewhere as somebody types. */
  onSearch?: (text: string) => void;
  placeholder?: string;
}

/** One of many, found by typing. */
export function SearchedChoice({ label, options, value, onChange, hint, error, isDisabled, isNarrow, onSearch, placeholder }: SearchedOwn) {
  return (
    <ComboBox
      value={value || null}
      onChange={(id: Key | null) => onChange(id === null ? '' : String(id))}
      items={onSearch ? options : undefined}
      defaultItems={onSearch ? undefined : options}
      defaultFilter={onSearch ? () => true : undefined}
      onInputChange={onSearch}
      allowsEmptyCollection
      menuTrigger="focus"
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      className={fieldOf(isNarrow)}
    >
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.box!}>
        <Input className={styles.input!} placeholder={placeholder} />
        <Button className={styles.inner!}>
          <ChevronDown size={16} aria-hidden />
        </Button>
      </Group>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
      <Options />
    </ComboBox>
  );
}

function Options({ options }: { options?: Option[] }) {
  const words = useWords();
  return (
    <Popover className={styles.popover!}>
      <ListBox items={options} className={styles.list!} renderEmptyState={() => <div className={styles.none}>{words.acts.noMatch}</div>}>
        {(option: Option) => (
          <ListBoxItem textValue={option.detail ? `${option.name} ${option.detail}` : option.name} className={styles.item!}>
            <span>{option.name}</span>
            <Check size={16} className={styles.tick} aria-hidden />
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  );
}

const fieldOf = (isNarrow?: boolean) => `${styles.field} ${isNarrow ? styles.narrow : ''}`;
