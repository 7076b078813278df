import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useEffect } from 'react';
import { Link } from 'react-aria-components';
import { useParams } from 'wouter';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { stayQuery, type Reservation } from './bookingQueries';
import styles from './Bookings.module.css';
import { GuestPage } from './GuestPage';
import { liveBookings } from './liveBookings';
import { Messages } from './Messages';
import { Proof } from './Proof';
import { StayActs } from './StayActs';
import { StayFacts } from './StayFacts';
import { StayHistory } from './StayHistory';
import { nameOf, spanText, stateTone } from './stayText';

export default function BookingPage() {
  const { words } = useSpeech();
  const own = useRoomWords('bookings');
  const { id } = useParams<{ id: string }>();
  const { data: stay, error, refetch } = useQuery(stayQuery(id));
  useEffect(() => register(liveBookings), []);
  return (
    <>
      <Link href="/bookings" className={styles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.back}
      </Link>
      {stay ? (
        <Page key={id} title={nameOf(stay, own)}>
          <Stay stay={stay} />
        </Page>
      ) : error ? (
        <Page title={own.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
        </Page>
      ) : (
        <Card>
          <Skeleton width="40%" height="1.75rem" />
          <Skeleton height="4rem" />
        </Card>
      )}
    </>
  );
}

function Stay({ stay }: { stay: Reservation }) {
  const { locale } = useSpeech();
  const own = useRoomWords('bookings');
  const isBlock = stay.state === 'maintenance' || (stay.codes.length === 0 && !stay.guest.name);
  return (
    <div className={styles.columns}>
      <div className={styles.stack}>
        <Card>
          <div className={styles.head}>
            <Badge tone={stateTone[stay.state]}>{own.states[stay.state]}</Badge>
            <span className={styles.big}>{stay.units.map(({ name }) => name).join(', ')}</span>
            <span className={styles.quiet}>
              {spanText(stay, stay.timeZone, locale, own)}
              {!isBlock && ` · ${own.nights(stay.livedDays)}`}
            </span>
          </div>
          <StayActs stay={stay} />
        </Card>
        {stay.verdict && <Proof stay={stay} verdict={stay.verdict} />}
        {!isBlock && <GuestPage stay={stay} />}
        {!isBlock && <Messages stay={stay} />}
      </div>
      <div className={styles.stack}>
        <StayFacts stay={stay} />
        <StayHistory stay={stay} />
      </div>
    </div>
  );
}
