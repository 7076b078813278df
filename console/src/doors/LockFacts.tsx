import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { Card } from '../parts/Card';
import { Time } from '../parts/Time';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { batteryText } from './battery';
import { linksQuery, sitesQuery, type Lock } from './doorQueries';
import styles from './Lock.module.css';
import { LinkMark } from './LockMarks';

/** What is known of the lock itself. */
export function LockFacts({ lock }: { lock: Lock }) {
  const { words, locale } = useSpeech();
  const own = words.doors.page;
  const sites = useQuery(sitesQuery);
  const links = useQuery({ ...linksQuery, enabled: useMay('links:read') });
  const link = links.data?.find(({ id }) => id === lock.linkId);
  const facts: [string, ReactNode][] = [
    [own.site, sites.data?.find(({ id }) => id === lock.siteId)?.name],
    [
      own.link,
      <span key="link" className={styles.inline}>
        <LinkMark lock={lock} />
        {link?.name}
      </span>,
    ],
    [words.doors.columns.battery, <Battery key="battery" lock={lock} />],
    [own.model, lock.model],
    [own.firmware, lock.firmware],
    [own.slots, lock.passcodeSlots?.toLocaleString(locale)],
    [own.zone, lock.timeZone],
    [own.added, <Time key="added" at={lock.createdAt} zone={lock.timeZone} />],
    [own.abilities, lock.capabilities.map((one) => words.doors.capabilities[one] ?? one).join(', ')],
  ];
  return (
    <Card title={own.facts}>
      <dl className={styles.facts}>
        {facts
          .filter(([, told]) => told)
          .map(([name, told]) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>{told}</dd>
            </Fragment>
          ))}
      </dl>
    </Card>
  );
}

function Battery({ lock }: { lock: Lock }) {
  const { words, locale } = useSpeech();
  const own = words.doors.battery;
  const { level, forecast } = batteryText(lock, words, locale);
  const unknown = lock.batteryForecast?.unknownBecause && own.unknown[lock.batteryForecast.unknownBecause];
  const falls = lock.batteryForecast?.fallsADay;
  if (!level) return own.none;
  return (
    <>
      <div>
        {level}
        {lock.batteryAt && (
          <span className={styles.quiet}>
            {' · '}
            <Time at={lock.batteryAt} zone={lock.timeZone} look="ago" />
          </span>
        )}
      </div>
      <div className={styles.quiet}>{forecast ?? unknown}</div>
      {falls !== undefined && <div className={styles.quiet}>{own.falls(new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(falls / 100))}</div>}
    </>
  );
}
