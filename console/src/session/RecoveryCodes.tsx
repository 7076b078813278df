import { Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../parts/Button';
import { saveAs } from '../parts/saveAs';
import { useWords } from '../words';
import styles from './Session.module.css';

/**
 * Shown once; kept nowhere here.
 * @param isTitled What stands around it says what they are.
 */
export function RecoveryCodes({ codes, onKept, isTitled }: { codes: string[]; onKept: () => void; isTitled?: boolean }) {
  const { session } = useWords();
  // They stand where a form was: whoever hears the page hears that they are there.
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => told.current?.focus(), []);
  return (
    <div className={styles.form}>
      {!isTitled && <h2>{session.enrol.recovery}</h2>}
      <p ref={told} tabIndex={-1}>
        {session.enrol.recoveryBody}
      </p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button icon={<Download size={16} aria-hidden />} onPress={() => saveAs('latchwork-recovery-codes.txt', new Blob([`${codes.join('\n')}\n`], { type: 'text/plain' }))}>
          {session.enrol.download}
        </Button>
        <Button look="primary" onPress={onKept}>
          {session.enrol.recoveryKept}
        </Button>
      </div>
    </div>
  );
}
