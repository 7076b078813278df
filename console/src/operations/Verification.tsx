import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Fragment } from 'react';
import { Label, ProgressBar } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useTask } from '../parts/useTask';
import { useSession } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Operations.module.css';
import { isUnderWay, verificationQuery, type Verification as Verified } from './operationQueries';

/** Whether the records are as they were written: asks for the comparison, shows how far it is and what it found. */
export default function Verification() {
  const { words } = useSpeech();
  const own = useRoomWords('operations').records;
  const queries = useQueryClient();
  const { data, error } = useQuery(verificationQuery);
  const { isWorking, refusal, run } = useTask();
  const works = isWorking || (data !== undefined && isUnderWay(data));
  const verify = () => void run(async () => queries.setQueryData(verificationQuery.queryKey, await api.post('/audit/verification')));
  const act = (
    <Button isPending={works} isDisabled={!data} onPress={verify}>
      {works ? own.working : own.act}
    </Button>
  );
  return (
    <Card title={own.title} act={act}>
      <p className={lock.quiet}>{own.body}</p>
      {(refusal ?? error) != null && <Notice tone="bad">{tell(refusal ?? error, words)}</Notice>}
      {!data && !error && <Skeleton height="4rem" />}
      {data && <Found verification={data} />}
    </Card>
  );
}

function Found({ verification }: { verification: Verified }) {
  const { locale } = useSpeech();
  const { tenant } = useSession();
  const own = useRoomWords('operations').records;
  const count = (number: number | undefined) => (number ?? 0).toLocaleString(locale);
  if (verification.state === 'never') return <Notice>{own.never}</Notice>;
  if (verification.state === 'waiting') return <Notice>{own.waiting}</Notice>;
  if (verification.state === 'underWay') return <Progress verification={verification} />;
  const { lookedAt, faultCount = 0, faults = [], verifiedAt, firstAt, lastAt } = verification;
  return (
    <>
      {faultCount === 0 ? (
        <Notice tone="good">{own.sound(count(lookedAt))}</Notice>
      ) : (
        <Notice tone="bad">
          <strong>{own.broken(count(faultCount))}</strong>
          <div>{own.brokenBody}</div>
          <ul className={styles.faults}>
            {faults.map((fault, index) => (
              <li key={index}>
                {own.record(fault.record)}: {fault.what}
              </li>
            ))}
            {faultCount > faults.length && <li>{own.more(count(faultCount - faults.length))}</li>}
          </ul>
        </Notice>
      )}
      <dl className={lock.facts}>
        {(
          [
            [own.verified, verifiedAt && <Time at={verifiedAt} zone={tenant.timeZone} />],
            [
              own.span,
              firstAt && lastAt && (
                <>
                  <Time at={firstAt} zone={tenant.timeZone} /> – <Time at={lastAt} zone={tenant.timeZone} />
                </>
              ),
            ],
            [own.heads, count(verification.heads)],
          ] as const
        ).map(([name, told]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{told}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function Progress({ verification: { lookedAt, ofRecords } }: { verification: Verified }) {
  const { locale } = useSpeech();
  const own = useRoomWords('operations').records;
  const text = own.of(lookedAt.toLocaleString(locale), ofRecords.toLocaleString(locale));
  return (
    <ProgressBar value={lookedAt} maxValue={Math.max(1, ofRecords)} valueLabel={text} className={styles.progress!}>
      {({ percentage }) => (
        <>
          <Label>{own.progress}</Label>
          <span>{text}</span>
          <div className={styles.track}>
            <div className={styles.fill} style={{ width: `${percentage}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
