import { Suspense, useEffect, useRef, useState } from 'react';
import { connection } from '../api/client';
import { lazyPart } from '../parts/lazyPart';
import type { Session } from './calls';
import { enter } from './useSession';

const StepUp = lazyPart(() => import('./StepUp'));

/** Opens where a call was refused until the person has proven anew who they are; whoever calls meanwhile waits for the same answer. */
export function StepUpGate() {
  const [isOpen, setOpen] = useState(false);
  const waiting = useRef<((proven: boolean) => void)[]>([]);
  useEffect(() => {
    connection.stepUp = () =>
      new Promise((answer) => {
        waiting.current.push(answer);
        setOpen(true);
      });
    return () => {
      connection.stepUp = async () => false;
    };
  }, []);
  const answer = (session?: Session) => {
    if (session) enter(session);
    setOpen(false);
    waiting.current.splice(0).forEach((each) => each(session !== undefined));
  };
  return <Suspense>{isOpen && <StepUp onAnswer={answer} />}</Suspense>;
}
