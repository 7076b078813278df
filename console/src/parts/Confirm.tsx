import { tell } from '../api/problems';
import { useWords } from '../words';
import { Button } from './Button';
import { Acts, Dialog } from './Dialog';
import { Notice } from './Notice';
import { useTask } from './useTask';

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
  const { isWorking, refusal, run, forget } = useTask();
  const close = () => {
    forget();
    onClose();
  };
  const confirm = () =>
    run(async () => {
      await onConfirm();
      onClose();
    });
  return (
    <Dialog title={title} isOpen={isOpen} onClose={close} isWorking={isWorking} role="alertdialog">
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
