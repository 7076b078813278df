import { useState, type ReactElement, type ReactNode } from 'react';
import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import bits from './Bits.module.css';
import styles from './Overlay.module.css';

/** Words beside a control, on hover and on focus. */
export function Tip({ text, children }: { text: ReactNode; children: ReactElement }) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      {children}
      <Tooltip className={styles.tooltip!} offset={6}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}

/** Something that tells more on hover, on focus, and where it is touched. */
export function Told({ more, children }: { more: ReactNode; children: ReactNode }) {
  const [isOpen, open] = useState(false);
  return (
    <TooltipTrigger delay={400} closeDelay={80} isOpen={isOpen} onOpenChange={open} shouldCloseOnPress={false}>
      <Button className={bits.told!} onPress={() => open(true)}>
        {children}
      </Button>
      <Tooltip className={styles.tooltip!} offset={6}>
        {more}
      </Tooltip>
    </TooltipTrigger>
  );
}
