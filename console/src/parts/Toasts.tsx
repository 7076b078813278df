import { X } from 'lucide-react';
import { useEffect } from 'react';
import { UNSTABLE_Toast as Toast, UNSTABLE_ToastContent as Content, UNSTABLE_ToastList as ToastList, UNSTABLE_ToastQueue as ToastQueue, UNSTABLE_ToastRegion as ToastRegion, Text, type QueuedToast } from 'react-aria-components';
import { useWords } from '../words';
import { Button } from './Button';
import styles from './Overlay.module.css';
import { showToasts, type ToastContent } from './toasts';

const short = 5_000;
const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });
const add = (content: ToastContent) => void toasts.add(content, content.tone === 'good' ? { timeout: short } : undefined);

export default function Toasts({ first }: { first: ToastContent }) {
  const words = useWords();
  useEffect(() => {
    add(first);
    return showToasts(add);
  }, [first]);
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
