import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { api } from '../api/client';
import { Problem, tell } from '../api/problems';
import { queries } from '../app/queries';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { say } from '../parts/toasts';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { ApplicationFacts } from './ApplicationFacts';
import { Issuers, Keys, Origins } from './ApplicationLists';
import { Owners } from './ApplicationOwners';
import { applicationQuery, type ApplicationDetail } from './applicationQueries';
import { AboutForm, MailForm } from './ApplicationSettings';
import styles from './Integrations.module.css';

/** One application: what its tokens are checked with, who owns it, and what its people see. */
export default function ApplicationPage() {
  const words = useWords();
  const own = useRoomWords('applications').page;
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(applicationQuery(id));
  return (
    <>
      <Link href="/integrations/applications" className={styles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.back}
      </Link>
      {error instanceof Problem && error.status === 404 ? (
        <Page title={own.missing.title}>
          <Empty icon={<SearchX size={22} aria-hidden />} {...own.missing} />
        </Page>
      ) : data ? (
        <Loaded key={id} application={data} />
      ) : error ? (
        <Page title={own.missing.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
        </Page>
      ) : (
        <Card>
          <Skeleton width="40%" height="1.75rem" />
          <Skeleton height="8rem" />
        </Card>
      )}
    </>
  );
}

function Loaded({ application }: { application: ApplicationDetail }) {
  const own = useRoomWords('applications').page;
  return (
    <Page title={application.name} acts={<Remove application={application} />}>
      {(application.issuers.length === 0 || application.keys.length === 0) && <Notice tone="warn">{own.notReady}</Notice>}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Issuers application={application} />
          <Keys application={application} />
          <Owners application={application} />
          <Origins application={application} />
          <AboutForm application={application} />
          <MailForm application={application} />
        </div>
        <ApplicationFacts application={application} />
      </div>
    </Page>
  );
}

function Remove({ application }: { application: ApplicationDetail }) {
  const own = useRoomWords('applications').page;
  const [, navigate] = useLocation();
  const [isAsked, ask] = useState(false);
  const remove = async () => {
    await api.delete('/account/applications/{id}', { path: { id: application.id } });
    navigate('/integrations/applications');
    say(own.removed);
    await queries.invalidateQueries({ queryKey: ['applications', 'all'] });
  };
  return (
    <>
      <Button onPress={() => ask(true)}>{own.remove}</Button>
      <Confirm title={own.removeTitle} body={own.removeBody(application.name)} act={own.removeAct} isOpen={isAsked} onClose={() => ask(false)} onConfirm={remove} />
    </>
  );
}
