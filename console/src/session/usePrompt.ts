import { useEffect, useRef, useState } from 'react';

/**
 * The browser's own question for a passkey. It is not a task of ours that somebody must wait for: it may stand in another window or on another device, so it can be given up here at any time, and is when
 * its page is left.
 */
export function usePrompt(): { isOpen: boolean; refusal: unknown; ask: (task: (signal: AbortSignal) => Promise<unknown>) => Promise<void>; giveUp: () => void } {
  const [isOpen, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const asked = useRef<AbortController>(undefined);
  const giveUp = () => asked.current?.abort();
  useEffect(() => () => asked.current?.abort(), []);
  const ask = async (task: (signal: AbortSignal) => Promise<unknown>) => {
    giveUp();
    const mine = (asked.current = new AbortController());
    setOpen(true);
    setRefusal(undefined);
    try {
      await task(mine.signal);
    } catch (error) {
      if (!mine.signal.aborted) setRefusal(error);
    } finally {
      if (asked.current === mine) setOpen(false);
    }
  };
  return { isOpen, refusal, ask, giveUp };
}
