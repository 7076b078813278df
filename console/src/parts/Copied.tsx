import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../words';
import styles from './Bits.module.css';
import { Button } from './Button';

/** Something to be taken elsewhere, such as a key that is shown once. */
export function Copied({ text, label }: { text: string; label: string }) {
  const words = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  return (
    <div className={styles.copy}>
      <code aria-label={label} role="group">
        {text}
      </code>
      <Button onPress={copy} icon={isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}>
        <span aria-live="polite">{isCopied ? words.acts.copied : words.acts.copy}</span>
      </Button>
    </div>
  );
}
