import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { Button } from '../parts/Button';
import { Acts, Dialog } from '../parts/Dialog';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { kindIcons, programKinds, type ProgramKind } from './clientQueries';
import { ClientForm } from './ClientForm';
import styles from './Integrations.module.css';
import { Stored, type Made } from './Stored';

/** From "what is it written for" to credentials and where they go. */
export function NewClient({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const own = useRoomWords('integrations');
  const [kind, setKind] = useState<ProgramKind>();
  const [made, setMade] = useState<Made>();
  const close = () => {
    setKind(undefined);
    setMade(undefined);
    onClose();
  };
  return (
    <Dialog title={made ? own.once.title : kind ? own.kinds[kind].name : own.wizard.title} isOpen={isOpen} onClose={close} isLasting={made !== undefined}>
      {made ? <Stored made={made} onDone={close} /> : kind ? <ClientForm kind={kind} onMade={setMade} onBack={() => setKind(undefined)} onClose={close} /> : <WhatProgram onChosen={setKind} onClose={close} />}
    </Dialog>
  );
}

function WhatProgram({ onChosen, onClose }: { onChosen: (kind: ProgramKind) => void; onClose: () => void }) {
  const words = useWords();
  const own = useRoomWords('integrations');
  const [kind, setKind] = useState<ProgramKind>('native');
  return (
    <div className={styles.stack}>
      <RadioGroup aria-label={own.wizard.what} value={kind} onChange={(value) => setKind(value as ProgramKind)} className={styles.choices!}>
        <p aria-hidden>{own.wizard.what}</p>
        {programKinds.map((one) => {
          const Icon = kindIcons[one];
          return (
            <Radio key={one} value={one} className={styles.choice!}>
              <Icon size={18} aria-hidden />
              <span>
                {own.kinds[one].name}
                <small>{own.kinds[one].what}</small>
              </span>
            </Radio>
          );
        })}
      </RadioGroup>
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button look="primary" onPress={() => onChosen(kind)}>
          {words.acts.next}
        </Button>
      </Acts>
    </div>
  );
}
