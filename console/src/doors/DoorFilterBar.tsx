import type { components } from '../api/latchwork';
import { Choice } from '../parts/Choice';
import { Checkbox } from '../parts/Check';
import { SearchField } from '../parts/TextField';
import { useWords } from '../words';
import type { DoorFilters } from './doorQueries';
import styles from './Doors.module.css';

interface Own {
  filters: DoorFilters;
  onChange: (filters: DoorFilters) => void;
  sites: components['schemas']['Site'][];
  groups: components['schemas']['LockGroup'][];
  count: string;
}

const bolts = ['locked', 'unlocked', 'jammed', 'unknown'] as const;

/** A choice of everything has an id of its own, since none is no choice. */
const all = 'all';
const chosen = <T extends string>(id: string) => (id === all ? '' : id) as T | '';

export function DoorFilterBar({ filters, onChange, sites, groups, count }: Own) {
  const { doors } = useWords();
  const own = doors.filters;
  const set = (change: Partial<DoorFilters>) => onChange({ ...filters, ...change });
  return (
    <div className={styles.filters} role="search" aria-label={own.label}>
      <SearchField label={doors.search} value={filters.name} onChange={(name) => set({ name })} maxLength={200} />
      {sites.length > 1 && (
        <Choice label={own.site} isNarrow options={[{ id: all, name: own.anySite }, ...sites]} value={filters.siteId || all} onChange={(id) => set({ siteId: chosen(id) })} />
      )}
      {groups.length > 0 && (
        <Choice label={own.group} isNarrow options={[{ id: all, name: own.anyGroup }, ...groups]} value={filters.groupId || all} onChange={(id) => set({ groupId: chosen(id) })} />
      )}
      <Choice
        label={own.bolt}
        isNarrow
        options={[{ id: all, name: own.anyBolt }, ...bolts.map((id) => ({ id, name: doors.bolt[id]! }))]}
        value={filters.bolt || all}
        onChange={(id) => set({ bolt: chosen(id) })}
      />
      <Choice
        label={own.online}
        isNarrow
        options={[
          { id: all, name: own.anyOnline },
          { id: 'true', name: own.isOnline },
          { id: 'false', name: own.isOffline },
        ]}
        value={filters.isOnline || all}
        onChange={(id) => set({ isOnline: chosen(id) })}
      />
      <Checkbox isSelected={filters.batteryIsLow} onChange={(batteryIsLow) => set({ batteryIsLow })}>
        {own.lowBattery}
      </Checkbox>
      <Checkbox isSelected={filters.isFrozen} onChange={(isFrozen) => set({ isFrozen })}>
        {own.frozen}
      </Checkbox>
      <span className={styles.count} aria-live="polite">
        {count}
      </span>
    </div>
  );
}
