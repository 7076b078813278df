import { Check as Tick } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, Switch as AriaSwitch, type CheckboxProps, type SwitchProps } from 'react-aria-components';
import styles from './Field.module.css';

export function Checkbox({ children, ...rest }: Omit<CheckboxProps, 'children'> & { children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className={styles.check!}>
      {({ isSelected }) => (
        <>
          <span className={styles.mark}>{isSelected && <Tick size={14} strokeWidth={3} aria-hidden />}</span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}

export function Switch({ children, ...rest }: Omit<SwitchProps, 'children'> & { children: ReactNode }) {
  return (
    <AriaSwitch {...rest} className={styles.switch!}>
      <span className={styles.track} />
      {children}
    </AriaSwitch>
  );
}
