import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Header, Menu as AriaMenu, MenuItem as AriaMenuItem, MenuSection as AriaMenuSection, MenuTrigger, Popover, type MenuItemProps, type MenuSectionProps } from 'react-aria-components';
import styles from './Field.module.css';

export function Menu({ trigger, label, children }: { trigger: ReactNode; label: string; children: ReactNode }) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles.popover!}>
        <AriaMenu aria-label={label} className={styles.list!}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function MenuItem({ icon, children, ...rest }: Omit<MenuItemProps, 'children'> & { icon?: ReactNode; children: ReactNode }) {
  return (
    <AriaMenuItem {...rest} className={styles.item!} textValue={typeof children === 'string' ? children : undefined}>
      {icon}
      <span>{children}</span>
      <Check size={16} className={styles.tick} aria-hidden />
    </AriaMenuItem>
  );
}

export function MenuSection<T extends object>({ title, children, ...rest }: MenuSectionProps<T> & { title: string; children: ReactNode }) {
  return (
    <AriaMenuSection {...rest} aria-label={title}>
      <Header className={styles.section}>{title}</Header>
      {children}
    </AriaMenuSection>
  );
}
