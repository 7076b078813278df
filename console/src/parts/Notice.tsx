import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Bits.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain';

const icons = { good: CircleCheck, warn: TriangleAlert, bad: CircleAlert, accent: Info, plain: Info };

/** Said in place, and read out when it comes. */
export function Notice({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={`${styles.notice} ${tone === 'plain' ? '' : styles[tone]}`}>
      <Icon size={18} aria-hidden />
      <div>{children}</div>
    </div>
  );
}

export function Badge({ tone = 'plain', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={`${styles.badge} ${tone === 'plain' ? '' : styles[tone]}`}>
      {icon}
      {children}
    </span>
  );
}
