import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api } from '../api/client';
import { sitesQuery } from '../doors/doorQueries';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import type { Option } from '../parts/Options';
import { SearchedChoice } from '../parts/SearchedChoice';
import { DateTimeField } from '../parts/DateTimeField';
import { useMay, useSession } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { anyEvent, peopleQuery, type EventFilters } from './eventQueries';
import styles from './Events.module.css';
import { TypeFilter } from './TypeFilter';

const all = 'all';

export function EventFilterBar({ filters, onChange }: { filters: EventFilters; onChange: (filters: EventFilters) => void }) {
  const words = useWords();
  const own = useRoomWords('timeline').filters;
  const { tenant } = useSession();
  const sites = useQuery({ ...sitesQuery, enabled: useMay('sites:read') });
  const set = (change: Partial<EventFilters>) => onChange({ ...filters, ...change });
  const zone = sites.data?.find(({ id }) => id === filters.siteId)?.timeZone ?? tenant.timeZone;
  return (
    <div className={styles.filters} role="search" aria-label={words.doors.filters.label}>
      <TypeFilter chosen={filters.types} onChange={(types) => set({ types })} />
      <LockFilter value={filters.lockId} onChange={(lockId) => set({ lockId })} />
      <PersonFilter value={filters.userId} onChange={(userId) => set({ userId })} />
      {(sites.data?.length ?? 0) > 1 && (
        <Choice label={own.site} options={[{ id: all, name: own.anySite }, ...sites.data!]} value={filters.siteId || all} onChange={(id) => set({ siteId: id === all ? '' : id })} />
      )}
      <div className={styles.moment}>
        <DateTimeField label={own.since} zone={zone} value={filters.since} onChange={(since) => set({ since })} />
      </div>
      {JSON.stringify(filters) !== JSON.stringify(anyEvent) && (
        <Button look="quiet" onPress={() => onChange(anyEvent)}>
          {words.acts.clear}
        </Button>
      )}
    </div>
  );
}

function LockFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const own = useRoomWords('timeline').filters;
  const isAllowed = useMay('locks:read');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Option>();
  const wanted = useDeferredValue(text === chosen?.name ? '' : text);
  const found = useQuery({
    queryKey: ['lockNames', wanted],
    queryFn: async ({ signal }) => (await api.get('/locks', { query: { limit: 20, name: wanted.trim() || undefined }, signal })).items,
    placeholderData: keepPreviousData,
    enabled: isAllowed,
  });
  if (!isAllowed) return null;
  const options: Option[] = (found.data ?? []).map(({ id, name }) => ({ id, name }));
  // What is chosen stays there, whatever is looked for next.
  if (chosen && value && !options.some(({ id }) => id === value)) options.unshift(chosen);
  const choose = (id: string) => {
    setChosen(options.find((one) => one.id === id));
    onChange(id);
  };
  return <SearchedChoice key={value === '' ? 'none' : 'some'} label={own.lock} placeholder={own.anyLock} options={options} value={value} onChange={choose} onSearch={setText} />;
}

function PersonFilter({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const own = useRoomWords('timeline').filters;
  const isAllowed = useMay('people:read');
  const people = useQuery({ ...peopleQuery, enabled: isAllowed });
  if (!isAllowed) return null;
  const options = (people.data ?? []).map(({ id, name, login }) => ({ id, name: name ?? login ?? id, detail: login }));
  return <SearchedChoice key={value === '' ? 'none' : 'some'} label={own.person} placeholder={own.anyPerson} options={options} value={value} onChange={onChange} />;
}
