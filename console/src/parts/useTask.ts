import { useRef, useState } from 'react';
import { useBusy } from './busy';

/** Something that somebody asked for, and what became of it. One at a time: what is asked for meanwhile is not done. A dialog around it stays open until its end. */
export function useTask(): { isWorking: boolean; refusal: unknown; run: (task: () => Promise<unknown>) => Promise<void>; forget: () => void } {
  const [isWorking, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();
  const isUnderWay = useRef(false);
  useBusy(isWorking);
  const run = async (task: () => Promise<unknown>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setWorking(true);
    setRefusal(undefined);
    try {
      await task();
    } catch (error) {
      setRefusal(error);
    } finally {
      isUnderWay.current = false;
      setWorking(false);
    }
  };
  return { isWorking, refusal, run, forget: () => setRefusal(undefined) };
}
