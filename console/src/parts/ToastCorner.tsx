import { lazy, Suspense, useEffect, useState } from 'react';
import { showToasts, type ToastContent } from './toasts';

const Toasts = lazy(() => import('./Toasts'));

/** Holds the first thing that is said until what shows it is there. */
export function ToastCorner() {
  const [first, setFirst] = useState<ToastContent>();
  useEffect(() => (first ? undefined : showToasts(setFirst)), [first]);
  return <Suspense>{first && <Toasts first={first} />}</Suspense>;
}
