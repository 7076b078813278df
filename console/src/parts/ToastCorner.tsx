import { Suspense, useEffect, useState } from 'react';
import { lazyPart } from './lazyPart';
import { showToasts, type ToastContent } from './toasts';

const Toasts = lazyPart(() => import('./Toasts'));

/** Holds the first thing that is said until what shows it is there. */
export function ToastCorner() {
  const [first, setFirst] = useState<ToastContent>();
  useEffect(() => (first ? undefined : showToasts(setFirst)), [first]);
  return <Suspense>{first && <Toasts first={first} />}</Suspense>;
}
