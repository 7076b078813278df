import type { ReactNode } from 'react';
import { Focusable, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './Overlay.module.css';

/** Words beside something, on hover and on focus. The child must be focusable, or is made so. */
export function Tip({ text, children, isControl }: { text: ReactNode; children: React.ReactElement<React.DOMAttributes<HTMLElement>>; isControl?: boolean }) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {isControl ? children : <Focusable>{children as never}</Focusable>}
      <Tooltip className={styles.tooltip!} offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
