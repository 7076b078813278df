import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, KeySquare, SearchX } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { queries } from '../app/queries';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Confirm } from '../parts/Confirm';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { Time } from '../parts/Time';
import { say } from '../parts/toasts';
import { useMay } from '../session/useSession';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { clientsQuery, kindOf, type ApiClient } from './clientQueries';
import styles from './Integrations.module.css';
import { LimitsForm } from './LimitsForm';
import { RollSecret } from './RollSecret';
import { RulesForm } from './RulesForm';
import { madeOf, WhereItGoes } from './Stored';

/** One client: what it is, what it may, and what can be done about it. */
export default function ClientPage() {
  const words = useWords();
  const own = useRoomWords('integrations');
  const { id } = useParams<{ id: string }>();
  const { data, error, refetch } = useQuery(clientsQuery);
  const client = data?.find((one) => one.id === id);
  return (
    <>
      <Link href="/integrations" className={styles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.page.back}
      </Link>
      {client ? (
        <Loaded key={id} client={client} />
      ) : error && !data ? (
        <Page title={own.title}>
          <Notice tone="bad">
            {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
          </Notice>
        </Page>
      ) : data ? (
        <Page title={own.title}>
          <Empty icon={<SearchX size={22} aria-hidden />} {...own.page.missing} />
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

function Loaded({ client }: { client: ApiClient }) {
  const { locale } = useSpeech();
  const own = useRoomWords('integrations').page;
  const mayWrite = useMay('keys:write');
  return (
    <Page title={client.name} acts={mayWrite && <Acts client={client} />}>
      {client.formerSecretUntil && <Notice tone="warn">{own.former(timeText(client.formerSecretUntil, 'full', locale))}</Notice>}
      <div className={styles.columns}>
        <div className={styles.stack}>
          <Card title={own.put}>
            <WhereItGoes made={madeOf(client)} />
          </Card>
          {client.hmac && mayWrite && <RulesForm client={client} use={client.hmac} />}
          {mayWrite && <LimitsForm client={client} />}
        </div>
        <Facts client={client} />
      </div>
    </Page>
  );
}

function Acts({ client }: { client: ApiClient }) {
  const own = useRoomWords('integrations').page;
  const [, navigate] = useLocation();
  const [asked, ask] = useState<'roll' | 'end'>();
  const end = async () => {
    await api.delete('/api-clients/{id}', { path: { id: client.id } });
    navigate('/integrations');
    say(own.ended);
    await queries.invalidateQueries({ queryKey: ['apiClients'] });
  };
  return (
    <>
      {kindOf(client) !== 'sifely' && (
        <Button icon={<KeySquare size={16} aria-hidden />} onPress={() => ask('roll')}>
          {own.roll}
        </Button>
      )}
      <Button onPress={() => ask('end')}>{own.end}</Button>
      <RollSecret client={client} isOpen={asked === 'roll'} onClose={() => ask(undefined)} />
      <Confirm title={own.endTitle} body={own.endBody(client.name)} act={own.endAct} isOpen={asked === 'end'} onClose={() => ask(undefined)} onConfirm={end} />
    </>
  );
}

function Facts({ client }: { client: ApiClient }) {
  const { locale } = useSpeech();
  const words = useRoomWords('integrations');
  const own = words.page;
  const kind = kindOf(client);
  return (
    <Card title={own.facts}>
      <dl className={styles.facts}>
        <dt>{own.kind}</dt>
        <dd>{words.kinds[kind].name}</dd>
        {client.clientId && (
          <>
            <dt>{own.clientId[kind]}</dt>
            <dd>{client.clientId}</dd>
          </>
        )}
        {client.userPrefix && (
          <>
            <dt>{own.prefix}</dt>
            <dd>{client.userPrefix}</dd>
          </>
        )}
        <dt>{words.clients.made}</dt>
        <dd>
          <Time at={client.createdAt} />
        </dd>
        <dt>{words.clients.lastUsed}</dt>
        <dd>{client.lastUsedAt ? <Time at={client.lastUsedAt} look="ago" /> : words.clients.neverUsed}</dd>
        {client.callsThisMonth !== undefined && (
          <>
            <dt>{own.month}</dt>
            <dd>{client.callsThisMonth.toLocaleString(locale)}</dd>
          </>
        )}
        {client.hmac && (
          <>
            <dt>{own.secrets}</dt>
            <dd>{client.hmac.liveSecrets}</dd>
          </>
        )}
        {client.hmac?.lastForm && (
          <>
            <dt>{own.form}</dt>
            <dd>{own.forms[client.hmac.lastForm]}</dd>
          </>
        )}
        {client.scopes.length > 0 && (
          <>
            <dt>{own.scopes}</dt>
            <dd className={styles.chips}>
              {client.scopes.map((scope) => (
                <Badge key={scope}>{scope}</Badge>
              ))}
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}
