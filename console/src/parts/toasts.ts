import type { Tone } from './Notice';

export interface ToastContent {
  text: string;
  tone: Tone;
}

type Listener = (content: ToastContent) => void;

let listener: Listener | undefined;

/** Where toasts are shown: one place at a time. */
export function showToasts(next: Listener) {
  listener = next;
  return () => {
    if (listener === next) listener = undefined;
  };
}

/** Said in the corner. Good news goes by itself. */
export const say = (text: string, tone: Tone = 'good') => listener?.({ text, tone });
