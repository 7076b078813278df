import { Cable, CalendarRange, DoorClosed, Package, ScrollText, ServerCog, UsersRound, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { lazyPart } from '../parts/lazyPart';
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
      { path: '/doors', page: lazyPart(() => import('../doors/DoorsPage')) },
      { path: '/doors/map/:site?', page: lazyPart(() => import('../map/MapPage')) },
      { path: '/doors/groups', page: lazyPart(() => import('../groups/GroupsPage')) },
      { path: '/doors/groups/:id', page: lazyPart(() => import('../groups/GroupPage')) },
      { path: '/doors/:id/:tab?', page: lazyPart(() => import('../doors/LockPage')) },
    ],
  },
  {
    id: 'bookings',
    href: '/bookings',
    icon: CalendarRange,
    needs: 'reservations:read',
    pages: [
      { path: '/bookings', page: lazyPart(() => import('../bookings/BookingsPage')) },
      { path: '/bookings/:id', page: lazyPart(() => import('../bookings/BookingPage')) },
    ],
  },
  {
    id: 'lockers',
    href: '/lockers',
    icon: Package,
    needs: 'lockers:read',
    pages: [
      { path: '/lockers', page: lazyPart(() => import('../lockers/LockersPage')) },
      { path: '/lockers/:id/:box?', page: lazyPart(() => import('../lockers/LockerPage')) },
    ],
  },
  {
    id: 'people',
    href: '/people',
    icon: UsersRound,
    needs: 'people:read',
    pages: [
      { path: '/people', page: lazyPart(() => import('../people/PeoplePage')) },
      { path: '/people/access', page: lazyPart(() => import('../people/AccessPage')) },
      { path: '/people/credentials', page: lazyPart(() => import('../people/CredentialsPage')) },
      { path: '/people/import', page: lazyPart(() => import('../people/ImportPage')) },
      { path: '/people/:id', page: lazyPart(() => import('../people/PersonPage')) },
    ],
  },
  {
    id: 'events',
    href: '/events',
    icon: ScrollText,
    needs: 'audit:read',
    pages: [{ path: '/events', page: lazyPart(() => import('../events/EventsPage')) }],
  },
  {
    id: 'integrations',
    href: '/integrations',
    icon: Cable,
    needs: 'webhooks:read',
    pages: [{ path: '/integrations/*?', page: lazyPart(() => import('../integrations/IntegrationsPage')) }],
  },
  {
    id: 'operations',
    href: '/operations',
    icon: ServerCog,
    needs: 'links:read',
    pages: [{ path: '/operations/:tab?', page: lazyPart(() => import('../operations/OperationsPage')) }],
  },
];
