import { CalendarX2 } from 'lucide-react';
import { Link } from 'react-aria-components';
import { Empty } from '../parts/Empty';
import { Badge } from '../parts/Notice';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { dayTitle } from '../words/times';
import type { Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { daysFrom, placeOf, type Day } from './days';
import { doubtOf, nameOf, readinessTone, spanText, stateTone } from './stayText';

export function StayList({ stays }: { stays: Reservation[] }) {
  return (
    <div className={styles.list}>
      {stays.map((stay) => (
        <StayRow key={stay.id} stay={stay} />
      ))}
    </div>
  );
}

/** Day by day, for a narrow screen: who comes, who is there, and who leaves. */
export function StayDays({ stays, first, days }: { stays: Reservation[]; first: Day; days: number }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('bookings');
  const shown = daysFrom(first, days)
    .map((day) => ({ day, stays: stays.filter(({ startsAt, endsAt }) => placeOf(startsAt, day) < 1 && placeOf(endsAt, day) > 0) }))
    .filter((one) => one.stays.length > 0);
  if (shown.length === 0) return <Empty icon={<CalendarX2 size={22} aria-hidden />} title={own.calendar.noBookings} body={own.calendar.noBookingsBody} />;
  return (
    <div className={styles.list}>
      {shown.map(({ day, stays: there }) => (
        <section key={day} aria-label={dayTitle(`${day}T12:00:00Z`, 'UTC', locale, words)}>
          <h2 className={styles.day}>{dayTitle(`${day}T12:00:00Z`, 'UTC', locale, words)}</h2>
          {there.map((stay) => (
            <StayRow key={stay.id} stay={stay} />
          ))}
        </section>
      ))}
    </div>
  );
}

function StayRow({ stay }: { stay: Reservation }) {
  const { locale } = useSpeech();
  const own = useRoomWords('bookings');
  const doubt = doubtOf(stay);
  return (
    <Link href={`/bookings/${stay.id}`} className={styles.stay!}>
      <span className={styles.stayMain}>
        <span className={styles.stayName}>{nameOf(stay, own)}</span>
        <br />
        <span className={styles.small}>
          {stay.units.map(({ name }) => name).join(', ')} · {spanText(stay, stay.timeZone, locale, own)}
        </span>
      </span>
      {doubt && <Badge tone={readinessTone[doubt]}>{own.readiness[doubt]}</Badge>}
      <Badge tone={stateTone[stay.state]}>{own.states[stay.state]}</Badge>
    </Link>
  );
}
