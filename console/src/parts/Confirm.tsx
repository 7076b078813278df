import { useState } from 'react';
import { tell } from '../api/problems';
import { useWords } from '../words';
import { Button } from './Button';
import { Acts, Dialog } from './Dialog';
import { Notice } from './Notice';

interface Own {
  title: string;
  body: string;
  act: string;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}

/** Asks before something that cannot be taken back; a refusal is told in place. */
export function Confirm({ title, body, act, isOpen, onClose, onConfirm }: Own) {
  const words = useWords();
  const [isWorking, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const close = () => {
    setRefusal(undefined);
    onClose();
  };
  const confirm = async () => {
    setWorking(true);
    try {
      await onConfirm();
      close();
    } catch (error) {
      setRefusal(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} role="alertdialog">
      <p>{body}</p>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button autoFocus onPress={close}>
          {words.acts.cancel}
        </Button>
        <Button look="danger" isPending={isWorking} onPress={() => void confirm()}>
          {act}
        </Button>
      </Acts>
    </Dialog>
  );
}
