import { X } from 'lucide-react';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useWords } from '../words';
import { Busy } from './busy';
import { Button } from './Button';
import styles from './Overlay.module.css';

interface Own {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Something that must be seen stays until it is answered. */
  isLasting?: boolean;
  /** Something of it is under way that is not told from within: it stays until the end of that. */
  isWorking?: boolean;
  role?: 'dialog' | 'alertdialog';
}

export function Dialog({ title, isOpen, onClose, children, isLasting, isWorking, role = 'dialog' }: Own) {
  const [tasks, setTasks] = useState(0);
  const isBusy = isWorking === true || tasks > 0;
  const report = useCallback((by: 1 | -1) => setTasks((before) => before + by), []);
  const busy = useMemo(() => ({ isBusy, report }), [isBusy, report]);
  const stays = isLasting || isBusy;
  return (
    <ModalOverlay className={styles.veil!} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable={!stays} isKeyboardDismissDisabled={stays}>
      <Modal className={styles.dialog!}>
        <Busy.Provider value={busy}>
          <Content title={title} role={role} onClose={isLasting ? undefined : onClose}>
            {children}
          </Content>
        </Busy.Provider>
      </Modal>
    </ModalOverlay>
  );
}

/** Beside what it tells of. */
export function Drawer({ title, isOpen, onClose, children, side = 'end' }: Own & { side?: 'start' | 'end' }) {
  return (
    <ModalOverlay className={`${styles.veil} ${styles.side} ${side === 'start' ? styles.start : ''}`} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className={styles.drawer!}>
        <Content title={title} onClose={onClose}>
          {children}
        </Content>
      </Modal>
    </ModalOverlay>
  );
}

export function Acts({ children }: { children: ReactNode }) {
  return <div className={styles.acts}>{children}</div>;
}

function Content({ title, role, onClose, children }: Pick<Own, 'title' | 'role' | 'children'> & { onClose?: () => void }) {
  const words = useWords();
  return (
    <AriaDialog role={role} className={styles.content!}>
      <div className={styles.head}>
        <Heading slot="title">{title}</Heading>
        {onClose && <Button look="quiet" aria-label={words.acts.close} icon={<X size={18} aria-hidden />} onPress={onClose} />}
      </div>
      {children}
    </AriaDialog>
  );
}
