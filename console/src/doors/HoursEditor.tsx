import { parseTime, type Time } from '@internationalized/date';
import { Plus, Trash2 } from 'lucide-react';
import { DateInput, DateSegment, Label, TimeField, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import type { components } from '../api/latchwork';
import { Button } from '../parts/Button';
import field from '../parts/Field.module.css';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Lock.module.css';

export type Hours = components['schemas']['Hours'];
type HoursWindow = components['schemas']['HoursWindow'];

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The end of a day is 24:00 on the wire and midnight to a clock. */
const endOfDay = '24:00';

interface Own {
  hours: Hours;
  onChange: (hours: Hours) => void;
  /** By whose clocks, where the hours have none of their own. */
  zone: string;
  none: string;
}

/** Hours of the week, by the clocks of the door. */
export function HoursEditor({ hours, onChange, zone, none }: Own) {
  const words = useWords();
  const own = useRoomWords('lock').settings;
  const put = (windows: HoursWindow[]) => onChange({ ...hours, windows });
  return (
    <>
      {hours.windows.length === 0 && <p>{none}</p>}
      {hours.windows.map((window, index) => (
        <Window
          key={index}
          number={index + 1}
          window={window}
          onChange={(changed) => put(hours.windows.map((one, at) => (at === index ? changed : one)))}
          onRemove={() => put(hours.windows.filter((_, at) => at !== index))}
        />
      ))}
      {hours.exceptOn && hours.exceptOn.length > 0 && <p className={styles.quiet}>{own.exceptOn(hours.exceptOn.join(', '))}</p>}
      {hours.windows.length > 0 && <p className={styles.quiet}>{words.times.local(hours.timeZone ?? zone)}</p>}
      <div>
        <Button look="quiet" icon={<Plus size={16} aria-hidden />} onPress={() => put([...hours.windows, { days: [...days.slice(0, 5)], from: '08:00', until: '18:00' }])}>
          {own.addWindow}
        </Button>
      </div>
    </>
  );
}

function Window({ number, window, onChange, onRemove }: { number: number; window: HoursWindow; onChange: (window: HoursWindow) => void; onRemove: () => void }) {
  const words = useWords();
  const own = useRoomWords('lock').settings;
  return (
    <div className={styles.window} role="group" aria-label={own.window(number)}>
      <div className={field.field}>
        <ToggleButtonGroup aria-label={own.on} selectionMode="multiple" selectedKeys={window.days} onSelectionChange={(keys) => onChange({ ...window, days: days.filter((day) => keys.has(day)) })} className={styles.days!}>
          {days.map((day) => (
            <ToggleButton key={day} id={day} className={styles.dayToggle!}>
              {words.doors.days[day]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {window.days.length === 0 && <span className={field.error}>{own.windowNeedsDays}</span>}
      </div>
      <Clock label={own.from} value={window.from} onChange={(from) => onChange({ ...window, from })} />
      <Clock label={own.until} value={window.until} onChange={(until) => onChange({ ...window, until: until === '00:00' ? endOfDay : until })} />
      <Button look="quiet" aria-label={own.removeWindow(number)} icon={<Trash2 size={16} aria-hidden />} onPress={onRemove} />
    </div>
  );
}

function Clock({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) {
  return (
    <TimeField
      value={parseTime(value === endOfDay ? '00:00' : value)}
      onChange={(time: Time | null) => time && onChange(time.toString().slice(0, 5))}
      granularity="minute"
      hourCycle={24}
      shouldForceLeadingZeros
      className={`${field.field} ${styles.short}`}
    >
      <Label className={field.label}>{label}</Label>
      <DateInput className={field.box!}>{(segment) => <DateSegment segment={segment} className={field.segment!} />}</DateInput>
    </TimeField>
  );
}
