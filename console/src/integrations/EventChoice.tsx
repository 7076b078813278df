import { CheckboxGroup, ToggleButton } from 'react-aria-components';
import { groupNames, groupOf, type Group } from '../events/groups';
import { TypeFilter } from '../events/TypeFilter';
import { Checkbox } from '../parts/Check';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Integrations.module.css';
import { wireEvents } from './webhookQueries';

interface Own {
  format: string;
  chosen: string[];
  onChange: (events: string[]) => void;
}

/** Which events a webhook is told; none chosen is all. */
export function EventChoice({ format, chosen, onChange }: Own) {
  const own = useRoomWords('webhooks').form;
  const names = wireEvents[format];
  return (
    <div className={styles.stack}>
      {names ? (
        <CheckboxGroup aria-label={own.which} value={chosen} onChange={onChange}>
          <span className={styles.label} aria-hidden>
            {own.which}
          </span>
          {names.map((name) => (
            <Checkbox key={name} value={name}>
              {name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      ) : (
        <>
          <TypeFilter chosen={chosen} onChange={onChange} />
          <Groups chosen={chosen} onChange={onChange} />
        </>
      )}
      <p className={styles.quiet}>{own.whichHint}</p>
    </div>
  );
}

function Groups({ chosen, onChange }: Omit<Own, 'format'>) {
  const words = useWords();
  const own = useRoomWords('webhooks').form;
  const { groups } = useRoomWords('timeline');
  const typesOf = (group: Group) => Object.keys(words.eventTypes).filter((type) => groupOf(type) === group);
  const toggle = (group: Group, isOn: boolean) => {
    const types = typesOf(group);
    onChange(isOn ? [...new Set([...chosen, ...types])] : chosen.filter((type) => !types.includes(type)));
  };
  return (
    <div role="group" aria-label={own.groups} className={styles.inline}>
      {groupNames.map((group) => (
        <ToggleButton key={group} isSelected={typesOf(group).every((type) => chosen.includes(type))} onChange={(isOn) => toggle(group, isOn)} className={styles.toggle!}>
          {groups[group]}
        </ToggleButton>
      ))}
    </div>
  );
}
