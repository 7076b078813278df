import { Card } from '../parts/Card';
import { Copied } from '../parts/Copied';
import { Time } from '../parts/Time';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import type { ApplicationDetail } from './applicationQueries';
import styles from './Integrations.module.css';
import { baseOf } from './Stored';

/** Whether it is used, and what its program has to be told. */
export function ApplicationFacts({ application }: { application: ApplicationDetail }) {
  const { locale } = useSpeech();
  const own = useRoomWords('applications').page;
  return (
    <div className={styles.stack}>
      <Card title={own.facts}>
        <dl className={styles.facts}>
          <dt>{own.people}</dt>
          <dd>{application.people.toLocaleString(locale)}</dd>
          <dt>{own.lastToken}</dt>
          <dd>{application.lastTokenAt ? <Time at={application.lastTokenAt} look="ago" /> : own.never}</dd>
          <dt>{own.slug}</dt>
          <dd>{application.slug}</dd>
        </dl>
        <Put name={own.base} text={baseOf('doordeck')} />
        <Put name={own.id} text={application.id} />
      </Card>
      <Card title={own.token}>
        <p className={styles.quiet}>{own.tokenBody}</p>
        <dl className={styles.facts}>
          {Object.entries(own.claims).map(([claim, what]) => (
            <div key={claim} className={styles.fact}>
              <dt>
                <code>{claim}</code>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card title={own.identityKey}>
        <p className={styles.quiet}>{own.identityKeyHint}</p>
        <Copied text={JSON.stringify(application.identityKey)} label={own.identityKey} />
      </Card>
    </div>
  );
}

function Put({ name, text }: { name: string; text: string }) {
  return (
    <div className={styles.cell}>
      <span className={styles.label} aria-hidden>
        {name}
      </span>
      <Copied text={text} label={name} />
    </div>
  );
}
