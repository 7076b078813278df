import { FieldError, Label, Text, TextArea as AriaTextArea, TextField as AriaTextField, type TextFieldProps } from 'react-aria-components';
import styles from './Field.module.css';

interface Own {
  label: string;
  hint?: string;
  error?: string;
  rows?: number;
  className: string;
}

/** Several lines, such as a list of addresses or the body of a call. */
export function TextArea({ label, hint, error, rows = 5, className, ...rest }: Omit<TextFieldProps, 'className'> & Own) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error)} className={styles.field!}>
      <Label className={styles.label}>{label}</Label>
      <AriaTextArea rows={rows} spellCheck={false} className={className} />
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
    </AriaTextField>
  );
}
