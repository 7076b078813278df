import { Eye, EyeOff, Search, X } from 'lucide-react';
import { useState, type Ref } from 'react';
import { Button, FieldError, Group, Input, Label, SearchField as AriaSearchField, Text, TextField as AriaTextField, type SearchFieldProps, type TextFieldProps } from 'react-aria-components';
import { useWords } from '../words';
import styles from './Field.module.css';

interface Own {
  label: string;
  hint?: string;
  error?: string;
  placeholder?: string;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField({ label, hint, error, placeholder, inputRef, type = 'text', ...rest }: TextFieldProps & Own) {
  const words = useWords();
  const [isShown, show] = useState(false);
  const input = <Input ref={inputRef} className={styles.input!} placeholder={placeholder} />;
  return (
    <AriaTextField {...rest} type={type === 'password' && isShown ? 'text' : type} isInvalid={rest.isInvalid ?? Boolean(error)} className={styles.field!}>
      <Label className={styles.label}>{label}</Label>
      {type === 'password' ? (
        <Group className={styles.box!}>
          {input}
          <Button slot={null} className={styles.inner!} aria-label={words.acts.showPassword} aria-pressed={isShown} onPress={() => show(!isShown)}>
            {isShown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
          </Button>
        </Group>
      ) : (
        input
      )}
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
    </AriaTextField>
  );
}

export function SearchField({ label, placeholder, ...rest }: SearchFieldProps & { label: string; placeholder?: string }) {
  const words = useWords();
  return (
    <AriaSearchField {...rest} aria-label={label} className={styles.field!}>
      {({ isEmpty }) => (
        <Group className={styles.box!}>
          <Search size={16} className={styles.lead} aria-hidden />
          <Input className={styles.input!} placeholder={placeholder ?? label} />
          {!isEmpty && (
            <Button className={styles.inner!} aria-label={words.acts.clear}>
              <X size={16} aria-hidden />
            </Button>
          )}
        </Group>
      )}
    </AriaSearchField>
  );
}
