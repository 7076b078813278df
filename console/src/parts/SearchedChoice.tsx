import { ChevronDown } from 'lucide-react';
import { Button, ComboBox, FieldError, Group, Input, Label, Text, type Key } from 'react-aria-components';
import styles from './Field.module.css';
import { fieldOf, Options, type ChoiceProps } from './Options';

interface SearchedOwn extends ChoiceProps {
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
