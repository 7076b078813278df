import { DoorClosed, ScrollText, type LucideIcon } from 'lucide-react';
import { lazy, type ComponentType } from 'react';
import type { Words } from '../words';

export interface Area {
  id: keyof Omit<Words['areas'], 'label'>;
  href: string;
  icon: LucideIcon;
  /** Without it there is nothing to see there. */
  needs: string;
  pages: { path: string; page: ComponentType }[];
}

/** What the console has, in the order of its menu. A new area is a line here, a word, and a folder. */
export const areas: Area[] = [
  {
    id: 'doors',
    href: '/doors',
    icon: DoorClosed,
    needs: 'locks:read',
    pages: [
      { path: '/doors', page: lazy(() => import('../doors/DoorsPage')) },
      { path: '/doors/:id/:tab?', page: lazy(() => import('../doors/LockPage')) },
    ],
  },
  {
    id: 'events',
    href: '/events',
    icon: ScrollText,
    needs: 'audit:read',
    pages: [{ path: '/events', page: lazy(() => import('../events/EventsPage')) }],
  },
];
