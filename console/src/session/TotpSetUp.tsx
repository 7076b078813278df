import { useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Copied } from '../parts/Copied';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { QrPicture } from './QrPicture';
import { RecoveryCodes } from './RecoveryCodes';
import styles from './Session.module.css';

/** The offer is asked for once: each one makes another secret. */
export function TotpSetUp({ onDone, onBack }: { onDone: () => void; onBack?: () => void }) {
  const words = useWords();
  const own = words.session.enrol;
  const [offer, setOffer] = useState<components['schemas']['TotpOffer']>();
  const [codes, setCodes] = useState<string[]>();
  const [code, setCode] = useState('');
  const { isWorking, refusal, run } = useTask();
  useEffect(() => {
    let isGone = false;
    void run(async () => {
      const made = await api.post('/account/totp');
      if (!isGone) setOffer(made);
    });
    return () => {
      isGone = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each time that this is shown
  }, []);
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!code.trim()) return;
    void run(async () => {
      const { recoveryCodes } = await api.post('/account/totp/confirm', { body: { code: code.trim() } });
      // Those from before still hold where there are no new ones.
      if (recoveryCodes.length > 0) setCodes(recoveryCodes);
      else onDone();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      <p>{own.scan}</p>
      {offer ? <QrPicture rows={offer.qr} label={own.qr} /> : <Skeleton width="12rem" height="12rem" />}
      {offer && <Copied text={offer.secret} label={own.key} />}
      <TextField label={words.session.code} hint={own.confirm} autoComplete="one-time-code" value={code} onChange={setCode} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <div className={styles.acts}>
        {onBack && <Button isDisabled={isWorking && offer !== undefined} onPress={onBack}>{words.acts.back}</Button>}
        <Button type="submit" look="primary" isPending={isWorking} isDisabled={!offer}>
          {own.act}
        </Button>
      </div>
    </Form>
  );
}
