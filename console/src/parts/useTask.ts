import { useState } from 'react';

/** Something that somebody asked for, and what became of it. One at a time. */
export function useTask(): { isWorking: boolean; refusal: unknown; run: (task: () => Promise<unknown>) => Promise<void>; forget: () => void } {
  const [isWorking, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const run = async (task: () => Promise<unknown>) => {
    setWorking(true);
    setRefusal(undefined);
    try {
      await task();
    } catch (error) {
      setRefusal(error);
    } finally {
      setWorking(false);
    }
  };
  return { isWorking, refusal, run, forget: () => setRefusal(undefined) };
}
