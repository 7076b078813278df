import { createContext, useContext, useEffect } from 'react';

/** Of a dialog: what runs in it, so that nobody leaves before they see what became of it. */
export const Busy = createContext<{ isBusy: boolean; report: (by: 1 | -1) => void }>({ isBusy: false, report: () => {} });

/** Tells the dialog around it. */
export function useBusy(isWorking: boolean) {
  const { report } = useContext(Busy);
  useEffect(() => {
    if (!isWorking) return;
    report(1);
    return () => report(-1);
  }, [isWorking, report]);
}
