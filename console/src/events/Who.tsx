import { useQuery } from '@tanstack/react-query';
import type { Event } from '../app/live';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { clientsQuery, personQuery } from './eventQueries';

/** Whoever did it, by name where somebody may know it. */
export function Who({ by }: { by: NonNullable<Event['by']> }) {
  const { events } = useWords();
  const mayPeople = useMay('people:read');
  const mayKeys = useMay('keys:read');
  const person = useQuery({ ...personQuery(by.id ?? ''), enabled: mayPeople && by.kind === 'user' && by.id !== undefined });
  const clients = useQuery({ ...clientsQuery, enabled: mayKeys && by.kind === 'apiClient' });
  const name = by.kind === 'user' ? (person.data?.name ?? person.data?.login) : by.kind === 'apiClient' ? clients.data?.find(({ id }) => id === by.id)?.name : undefined;
  return name ?? events.kinds[by.kind] ?? by.kind;
}
