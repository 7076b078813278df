import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { Button, Label, Tag, TagGroup, TagList } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import type { Lock } from '../doors/doorQueries';
import { allLocksOf } from '../groups/groupQueries';
import field from '../parts/Field.module.css';
import { Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { useWords } from '../words';
import styles from './People.module.css';

/** A door as far as choosing needs it. */
export interface ChosenDoor {
  id: string;
  name: string;
  timeZone: string;
}

interface Own {
  label: string;
  placeholder: string;
  /** How many there are, in words. */
  says: (count: number) => string;
  chosen: ChosenDoor[];
  onChange: (doors: ChosenDoor[]) => void;
  /** Doors that are in this group already are not offered. */
  exceptGroup?: string;
  error?: string;
}

/** Some doors, found by name one after another. */
export function DoorChoice({ label, placeholder, says, chosen, onChange, exceptGroup, error }: Own) {
  const words = useWords();
  const [text, setText] = useState('');
  const found = useQuery({
    queryKey: exceptGroup === undefined ? ['doorNames', text] : ['lockGroups', exceptGroup, 'outside', text],
    queryFn: ({ signal }) => findDoors(text.trim(), exceptGroup, signal),
    placeholderData: (before) => before,
  });
  const left = (found.data ?? []).filter(({ id }) => !chosen.some((door) => door.id === id));
  const add = (id: string) => {
    const door = left.find((one) => one.id === id);
    if (door) onChange([...chosen, { id: door.id, name: door.name, timeZone: door.timeZone }]);
  };
  return (
    <>
      {found.error && <Notice tone="bad">{tell(found.error, words)}</Notice>}
      <SearchedChoice key={chosen.length} label={label} placeholder={placeholder} options={left.map(({ id, name }) => ({ id, name }))} value="" onChange={add} onSearch={setText} error={error} />
      {chosen.length > 0 && (
        <TagGroup onRemove={(keys) => onChange(chosen.filter(({ id }) => !keys.has(id)))}>
          <Label className={field.label}>{says(chosen.length)}</Label>
          <TagList items={chosen} className={styles.tags!}>
            {(door) => (
              <Tag textValue={door.name} className={styles.tag!}>
                {door.name}
                <Button slot="remove" aria-label={`${words.acts.remove}: ${door.name}`}>
                  <X size={14} aria-hidden />
                </Button>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
    </>
  );
}

/** So many are offered at a time; a name finds the others. */
const offered = 50;

/** The first of that name, and none that is in the group: as many pages are read as it takes to find them. */
async function findDoors(name: string, exceptGroup: string | undefined, signal: AbortSignal): Promise<Lock[]> {
  const inIt = new Set(exceptGroup === undefined ? [] : (await allLocksOf(exceptGroup)).map(({ id }) => id));
  const doors: Lock[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await api.get('/locks', { query: { limit: exceptGroup === undefined ? offered : 200, name: name || undefined, cursor }, signal });
    doors.push(...items.filter(({ id }) => !inIt.has(id)));
    if (!next || doors.length >= offered) return doors.slice(0, offered);
    cursor = next;
  }
}
