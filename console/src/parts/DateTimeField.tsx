import { parseAbsolute, type ZonedDateTime } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight, X } from 'lucide-react';
import { Button, Calendar, CalendarCell, CalendarGrid, DateInput, DatePicker, DateSegment, Dialog, FieldError, Group, Heading, Label, Popover, Text } from 'react-aria-components';
import { useWords } from '../words';
import styles from './Field.module.css';

interface Own {
  label: string;
  /** An instant; empty for none. */
  value: string;
  onChange: (instant: string) => void;
  /** By whose clocks it is typed: of the door. */
  zone: string;
  hint?: string;
  error?: string;
}

/** An instant, typed by the clocks of its place. An hour that is there twice is told apart by its offset, which the field shows. */
export function DateTimeField({ label, value, onChange, zone, hint, error }: Own) {
  const words = useWords();
  return (
    <DatePicker
      value={value ? parseAbsolute(value, zone) : null}
      onChange={(date: ZonedDateTime | null) => onChange(date ? date.toAbsoluteString() : '')}
      granularity="minute"
      hourCycle={24}
      placeholderValue={parseAbsolute(new Date().toISOString(), zone).set({ minute: 0, second: 0, millisecond: 0 })}
      isInvalid={Boolean(error)}
      className={styles.field!}
    >
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.box!}>
        <DateInput className={styles.segments!}>{(segment) => <DateSegment segment={segment} className={styles.segment!} />}</DateInput>
        {value && (
          <Button slot={null} className={styles.inner!} aria-label={words.acts.clear} onPress={() => onChange('')}>
            <X size={16} aria-hidden />
          </Button>
        )}
        <Button className={styles.inner!} aria-label={words.acts.openCalendar}>
          <CalendarDays size={16} aria-hidden />
        </Button>
      </Group>
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error!}>{error}</FieldError>
      <Popover className={styles.popover!}>
        <Dialog className={styles.calendar!}>
          <Calendar>
            <header>
              <Button slot="previous" className={styles.inner!}>
                <ChevronLeft size={18} aria-hidden />
              </Button>
              <Heading />
              <Button slot="next" className={styles.inner!}>
                <ChevronRight size={18} aria-hidden />
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className={styles.day!} />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
