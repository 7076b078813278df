import { KeyRound, Smartphone, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../parts/Button';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { whyNoPasskeys } from './passkeyPlace';
import { PasskeySetUp } from './PasskeySetUp';
import styles from './Session.module.css';
import { TotpSetUp } from './TotpSetUp';

/** Whoever must have a second factor chooses which: a passkey where this page can have one, or an app. */
export function FactorSetUp({ onDone }: { onDone: () => void }) {
  const { session } = useWords();
  const own = useRoomWords('passkeys');
  const [chosen, choose] = useState<'app' | 'passkey'>();
  const back = () => choose(undefined);
  if (chosen === 'app') return <TotpSetUp onDone={onDone} onBack={back} />;
  if (chosen === 'passkey') return <PasskeySetUp onDone={onDone} onBack={back} />;
  const why = whyNoPasskeys();
  return (
    <div className={styles.form}>
      <Factor icon={KeyRound} title={own.one} body={why ? own.whyNot[why] : own.body} act={why ? undefined : own.start} onChosen={() => choose('passkey')} isFirst />
      <Factor icon={Smartphone} title={session.enrol.app} body={session.enrol.appBody} act={session.enrol.start} onChosen={() => choose('app')} isFirst={why !== undefined} />
    </div>
  );
}

/** @param act Absent: it cannot be chosen here. */
function Factor({ icon: Icon, title, body, act, isFirst, onChosen }: { icon: LucideIcon; title: string; body: string; act?: string; isFirst: boolean; onChosen: () => void }) {
  return (
    <div className={styles.choice}>
      <Icon size={22} aria-hidden />
      <div>
        <h2>{title}</h2>
        <p>{body}</p>
      </div>
      {act && (
        <Button look={isFirst ? 'primary' : 'plain'} onPress={onChosen}>
          {act}
        </Button>
      )}
    </div>
  );
}
