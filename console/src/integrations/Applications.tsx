import { useQuery } from '@tanstack/react-query';
import { AppWindow, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-aria-components';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { applicationsQuery, type Application } from './applicationQueries';
import { TabbedPage } from './IntegrationsPage';
import styles from './Integrations.module.css';
import { NewApplication } from './NewApplication';

/** Programs of the Doordeck wire with people of their own: those that the caller owns. */
export default function Applications() {
  const words = useWords();
  const own = useRoomWords('applications');
  const { data, error, refetch } = useQuery(applicationsQuery);
  const [isMaking, make] = useState(false);
  const act = (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onPress={() => make(true)}>
      {own.add}
    </Button>
  );
  return (
    <TabbedPage tab="applications" acts={act}>
      {error && !data ? (
        <Notice tone="bad">
          {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
        </Notice>
      ) : !data ? (
        <Skeleton height="10rem" />
      ) : data.length === 0 ? (
        <Empty icon={<AppWindow size={22} aria-hidden />} {...own.empty} />
      ) : (
        <ul className={styles.list}>
          {data.map((application) => (
            <li key={application.id}>
              <Row application={application} />
            </li>
          ))}
        </ul>
      )}
      {data && <p className={styles.quiet}>{own.yours}</p>}
      <Dialog title={own.form.title} isOpen={isMaking} onClose={() => make(false)}>
        <NewApplication onClose={() => make(false)} />
      </Dialog>
    </TabbedPage>
  );
}

function Row({ application }: { application: Application }) {
  const own = useRoomWords('applications');
  return (
    <Link href={`/integrations/applications/${application.id}`} className={styles.row!}>
      <div className={styles.main}>
        <AppWindow size={18} aria-hidden />
        <div className={styles.cell}>
          <span className={styles.name}>
            {application.name}
            {application.issuers === 0 && <Badge tone="warn">{own.noIssuer}</Badge>}
            {application.keys === 0 && <Badge tone="warn">{own.noKey}</Badge>}
          </span>
          <small>{application.companyName}</small>
        </div>
      </div>
      <div className={styles.cell}>
        <small>{own.owners(application.owners)}</small>
      </div>
      <div className={styles.cell}>
        <small>
          {own.changed} <Time at={application.changedAt} look="ago" isBare />
        </small>
      </div>
    </Link>
  );
}
