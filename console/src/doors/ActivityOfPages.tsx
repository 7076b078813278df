import { useQueries } from '@tanstack/react-query';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { Event } from '../app/live';
import { useMay } from '../session/useSession';
import { activityQuery } from './doorQueries';

type Activity = Record<string, Event | undefined>;

const ActivityContext = createContext<Activity | undefined>(undefined);

/** Reads what happened last for a page of locks at a time. Rows take it from here, so that a new event draws no other row anew. */
export function ActivityOfPages({ pages, children }: { pages: { items: { id: string }[] }[]; children: ReactNode }) {
  const isAllowed = useMay('audit:read');
  const known = useQueries({
    queries: isAllowed ? pages.filter(({ items }) => items.length > 0).map(({ items }) => activityQuery(items.map(({ id }) => id))) : [],
    combine: (all) => all.map(({ data }) => data),
  });
  const activity = useMemo(() => (known.every((one) => one === undefined) ? undefined : (Object.assign({}, ...known) as Activity)), [known]);
  return <ActivityContext value={activity}>{children}</ActivityContext>;
}

/** Undefined while it is not known yet. */
export const useActivity = () => useContext(ActivityContext);
