import { X } from 'lucide-react';
import { UNSTABLE_Toast as Toast, UNSTABLE_ToastContent as Content, UNSTABLE_ToastList as ToastList, UNSTABLE_ToastRegion as ToastRegion, Text, type QueuedToast } from 'react-aria-components';
import { useWords } from '../words';
import { Button } from './Button';
import styles from './Overlay.module.css';
import { toasts, type ToastContent } from './toasts';

export function Toasts() {
  const words = useWords();
  return (
    <ToastRegion<ToastContent> queue={toasts} className={styles.toasts!}>
      <ToastList className={styles.toastList!}>
        {({ toast }: { toast: QueuedToast<ToastContent> }) => (
          <Toast toast={toast} className={styles.toast!} data-tone={toast.content.tone}>
            <Content className={styles.toastText!}>
              <Text slot="title">{toast.content.text}</Text>
            </Content>
            <Button slot="close" look="quiet" aria-label={words.acts.dismiss} icon={<X size={16} aria-hidden />} />
          </Toast>
        )}
      </ToastList>
    </ToastRegion>
  );
}
