import { useQueries } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import type { components } from '../api/latchwork';
import type { Event } from '../app/live';
import { useMay } from '../session/useSession';
import { activityQuery, type Lock } from './doorQueries';

type Activity = Record<string, Event | undefined>;

const LocksContext = createContext<Map<string, Lock>>(new Map());
const ActivityContext = createContext<Activity | undefined>(undefined);

/** What the rows show. They take it from here: what changes draws the rows in sight anew, and never the list, however long that is. */
export function ShownLocks({ pages, children }: { pages: components['schemas']['LockList'][]; children: ReactNode }) {
  const isAllowed = useMay('audit:read');
  const locks = useMemo(() => new Map(pages.flatMap(({ items }) => items.map((lock) => [lock.id, lock] as const))), [pages]);
  const known = useQueries({
    queries: isAllowed ? pages.filter(({ items }) => items.length > 0).map(({ items }) => activityQuery(items.map(({ id }) => id))) : [],
    combine: (all) => all.map(({ data }) => data),
  });
  const activity = useMemo(() => (known.every((one) => one === undefined) ? undefined : (Object.assign({}, ...known) as Activity)), [known]);
  return (
    <LocksContext value={locks}>
      <ActivityContext value={activity}>{children}</ActivityContext>
    </LocksContext>
  );
}

export const useShownLock = (id: string) => useContext(LocksContext).get(id);

/** Undefined while it is not known yet. */
export const useActivity = () => useContext(ActivityContext);

export interface DoorRow {
  id: string;
  name: string;
}

type Pages = components['schemas']['LockList'][];

/** The rows of the list: the same array until a row comes, goes or is called otherwise. */
export function useRows(pages: Pages | undefined): DoorRow[] {
  const [last, setLast] = useState<{ pages?: Pages; rows: DoorRow[] }>({ rows: [] });
  if (last.pages === pages) return last.rows;
  const rows = rowsOf(pages ?? [], last.rows);
  setLast({ pages, rows });
  return rows;
}

export function rowsOf(pages: Pages, before: DoorRow[]): DoorRow[] {
  const rows = pages.flatMap(({ items }) => items).map(({ id, name }, index) => {
    const old = before[index];
    return old?.id === id && old.name === name ? old : { id, name };
  });
  return rows.length === before.length && rows.every((row, index) => row === before[index]) ? before : rows;
}
