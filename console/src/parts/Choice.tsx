import { ChevronDown } from 'lucide-react';
import { Button, FieldError, Label, Select, SelectValue, Text } from 'react-aria-components';
import styles from './Field.module.css';
import { fieldOf, Options, type ChoiceProps } from './Options';

/** One of a few. */
export function Choice({ label, options, value, onChange, hint, error, isDisabled, isNarrow }: ChoiceProps) {
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
