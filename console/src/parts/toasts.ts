import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components';
import type { Tone } from './Notice';

export interface ToastContent {
  text: string;
  tone: Tone;
}

export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Said in the corner. Good news goes by itself. */
export const say = (text: string, tone: Tone = 'good') => void toasts.add({ text, tone }, tone === 'good' ? { timeout: 5_000 } : undefined);
