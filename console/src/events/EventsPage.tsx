import { useDeferredValue, useState } from 'react';
import { Page } from '../parts/Page';
import { useWords } from '../words';
import { AlarmStrip } from './AlarmStrip';
import { EventFilterBar } from './EventFilterBar';
import { anyEvent, type EventFilters } from './eventQueries';
import styles from './Events.module.css';
import { Export } from './Export';
import { Timeline } from './Timeline';
import { VerifyRecords } from './VerifyRecords';

export default function EventsPage() {
  const { events } = useWords();
  const [filters, setFilters] = useState<EventFilters>(anyEvent);
  const wanted = useDeferredValue(filters);
  return (
    <Page title={events.title} acts={
        <>
          <VerifyRecords />
          <Export filters={wanted} />
        </>
      }>
      <AlarmStrip />
      <EventFilterBar filters={filters} onChange={setFilters} />
      <div className={styles.frame}>
        <Timeline filters={wanted} label={events.title} />
      </div>
    </Page>
  );
}
