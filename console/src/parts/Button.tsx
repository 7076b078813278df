import { LoaderCircle } from 'lucide-react';
import { useContext, type ReactNode } from 'react';
import { Button as AriaButton, Link as AriaLink, type ButtonProps, type LinkProps } from 'react-aria-components';
import { Busy } from './busy';
import styles from './Button.module.css';

type Look = 'primary' | 'danger' | 'quiet' | 'plain';

interface Own {
  look?: Look;
  isLarge?: boolean;
  icon?: ReactNode;
  children?: ReactNode;
}

const looks: Record<Look, string> = { primary: styles.primary!, danger: styles.danger!, quiet: styles.quiet!, plain: '' };

const classes = ({ look = 'plain', isLarge, icon, children }: Own) =>
  [styles.button, looks[look], isLarge ? styles.large : '', icon && !children ? styles.icon : ''].join(' ');

export function Button({ look, isLarge, icon, children, ...rest }: Omit<ButtonProps, 'className' | 'children'> & Own) {
  const { isBusy } = useContext(Busy);
  return (
    <AriaButton {...rest} isDisabled={rest.isDisabled || (isBusy && !rest.isPending)} className={classes({ look, isLarge, icon, children })}>
      {rest.isPending ? <LoaderCircle size={16} className={styles.turning} aria-hidden /> : icon}
      {children}
    </AriaButton>
  );
}

/** Looks like a button, and goes somewhere. */
export function ButtonLink({ look, isLarge, icon, children, ...rest }: Omit<LinkProps, 'className' | 'children'> & Own) {
  return (
    <AriaLink {...rest} className={classes({ look, isLarge, icon, children })}>
      {icon}
      {children}
    </AriaLink>
  );
}
