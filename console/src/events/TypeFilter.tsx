import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Autocomplete, Button, Dialog, DialogTrigger, Header, ListBox, ListBoxItem, ListBoxSection, Popover, useFilter } from 'react-aria-components';
import { Check } from 'lucide-react';
import field from '../parts/Field.module.css';
import { SearchField } from '../parts/TextField';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Events.module.css';
import { groupNames, groupOf } from './groups';
import { wordsOf } from './eventText';

/** Of what kinds; none chosen is all. */
export function TypeFilter({ chosen, onChange }: { chosen: string[]; onChange: (types: string[]) => void }) {
  const words = useWords();
  const { filters: own, groups } = useRoomWords('timeline');
  const id = useId();
  const { contains } = useFilter({ sensitivity: 'base' });
  const types = Object.keys(words.eventTypes);
  return (
    <div className={field.field}>
      <span id={id} className={field.label}>
        {own.types}
      </span>
      <DialogTrigger>
        <Button className={field.box!} aria-labelledby={`${id} ${id}-chosen`}>
          <span id={`${id}-chosen`} className={field.value}>
            {chosen.length === 0 ? own.anyType : chosen.length === 1 ? wordsOf(chosen[0]!, words).name : own.someTypes(chosen.length)}
          </span>
          <ChevronDown size={16} aria-hidden />
        </Button>
        <Popover className={field.popover!}>
          <Dialog className={styles.types!} aria-label={own.types}>
            <Autocomplete filter={contains}>
              <SearchField label={own.searchTypes} autoFocus />
              <ListBox
                aria-label={own.types}
                selectionMode="multiple"
                selectedKeys={chosen}
                onSelectionChange={(keys) => onChange(keys === 'all' ? types : [...keys].map(String))}
                className={field.list!}
                renderEmptyState={() => <div className={field.none}>{words.acts.noMatch}</div>}
              >
                {groupNames.map((group) => (
                  <ListBoxSection key={group} id={group}>
                    <Header className={field.section}>{groups[group]}</Header>
                    {types
                      .filter((type) => groupOf(type) === group)
                      .map((type) => (
                        <ListBoxItem key={type} id={type} textValue={wordsOf(type, words).name} className={field.item!}>
                          <span>{wordsOf(type, words).name}</span>
                          <Check size={16} className={field.tick} aria-hidden />
                        </ListBoxItem>
                      ))}
                  </ListBoxSection>
                ))}
              </ListBox>
            </Autocomplete>
          </Dialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}
