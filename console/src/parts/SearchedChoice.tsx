import { ChevronDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button, ComboBox, FieldError, Group, Input, Label, Text, useFilter, type Key } from 'react-aria-components';
import styles from './Field.module.css';
import { fieldOf, Options, type ChoiceProps } from './Options';

interface SearchedOwn extends ChoiceProps {
  /** Where the options are looked up elsewhere as somebody types. */
  onSearch?: (text: string) => void;
  placeholder?: string;
}

/** One of many, found by typing. */
export function SearchedChoice({ label, options, value, onChange, hint, error, isDisabled, isNarrow, onSearch, placeholder }: SearchedOwn) {
  const { contains } = useFilter({ sensitivity: 'base' });
  const [text, setText] = useState('');
  const matching = useMemo(() => {
    // What stands there already is no search.
    if (onSearch || !text || options.some(({ id, name }) => id === value && name === text)) return options;
    return options.filter(({ name, detail }) => contains(`${name} ${detail ?? ''}`, text));
  }, [contains, onSearch, options, text, value]);
  return (
    <ComboBox
      value={value || null}
      onChange={(id: Key | null) => onChange(id === null ? '' : String(id))}
      items={matching}
      defaultFilter={() => true}
      onInputChange={onSearch ?? setText}
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
