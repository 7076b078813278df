import { useQuery } from '@tanstack/react-query';
import { Plus, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link } from 'react-aria-components';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { SearchField } from '../parts/TextField';
import { Time } from '../parts/Time';
import { useMay } from '../session/useSession';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { clientsQuery, kindIcons, kindOf, programKinds, type ApiClient } from './clientQueries';
import { TabbedPage } from './IntegrationsPage';
import styles from './Integrations.module.css';
import { limitTexts } from './limitTexts';
import { NewClient } from './NewClient';

/** Who calls the wires for this tenant. */
export default function Clients() {
  const words = useWords();
  const own = useRoomWords('integrations');
  const mayMake = useMay('keys:write');
  const { data, error, refetch } = useQuery(clientsQuery);
  const [isMaking, make] = useState(false);
  const act = mayMake && (
    <Button look="primary" icon={<Plus size={16} aria-hidden />} onPress={() => make(true)}>
      {own.clients.add}
    </Button>
  );
  return (
    <TabbedPage tab="clients" acts={act}>
      {error && !data ? (
        <Notice tone="bad">
          {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
        </Notice>
      ) : !data ? (
        <Skeleton height="12rem" />
      ) : data.length === 0 ? (
        <Nobody />
      ) : (
        <Found clients={data} />
      )}
      {mayMake && <NewClient isOpen={isMaking} onClose={() => make(false)} />}
    </TabbedPage>
  );
}

function Found({ clients }: { clients: ApiClient[] }) {
  const { locale } = useSpeech();
  const own = useRoomWords('integrations');
  const [name, setName] = useState('');
  const [kind, setKind] = useState('all');
  const wanted = useDeferredValue(name).trim().toLocaleLowerCase(locale);
  const kinds = programKinds.filter((one) => clients.some((client) => client.kind === one));
  const found = clients.filter((client) => (kind === 'all' || client.kind === kind) && client.name.toLocaleLowerCase(locale).includes(wanted));
  return (
    <>
      <div className={styles.bar}>
        <SearchField label={own.clients.search} value={name} onChange={setName} />
        <Choice isNarrow label={own.clients.kind} options={[{ id: 'all', name: own.clients.anyKind }, ...kinds.map((id) => ({ id, name: own.kinds[id].name }))]} value={kind} onChange={setKind} />
        <span className={styles.count} role="status">
          {own.clients.count(found.length)}
        </span>
      </div>
      {found.length === 0 ? (
        <Empty icon={<SearchX size={22} aria-hidden />} {...own.clients.nothing} />
      ) : (
        <ul className={styles.list}>
          {found.map((client) => (
            <li key={client.id}>
              <Row client={client} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Row({ client }: { client: ApiClient }) {
  const { locale } = useSpeech();
  const own = useRoomWords('integrations');
  const kind = kindOf(client);
  const Icon = kindIcons[kind];
  const limits = limitTexts(client.limits, own, locale);
  return (
    <Link href={`/integrations/${kind}/${client.id}`} className={styles.row!}>
      <div className={styles.main}>
        <Icon size={18} aria-hidden />
        <div className={styles.cell}>
          <span className={styles.name}>
            {client.name}
            {client.formerSecretUntil && <Badge tone="warn">{own.clients.overlap}</Badge>}
            {client.hmac?.rules.addresses?.length === 0 && <Badge tone="warn">{own.clients.nobodyMayCall}</Badge>}
            {client.limits.subscription !== 'active' && <Badge tone="bad">{own.clients.subscription[client.limits.subscription ?? 'active']}</Badge>}
          </span>
          <small>{own.kinds[kind].name}</small>
        </div>
      </div>
      <div className={styles.cell}>
        {client.lastUsedAt ? (
          <span>
            {own.clients.lastUsed} <Time at={client.lastUsedAt} look="ago" isBare />
          </span>
        ) : (
          <span>{own.clients.neverUsed}</span>
        )}
        <small>
          {own.clients.made} <Time at={client.createdAt} look="date" isBare />
        </small>
      </div>
      <div className={styles.cell}>
        <small>{limits.length > 0 ? limits.join(', ') : own.clients.noLimits}</small>
      </div>
    </Link>
  );
}

/** Nobody is connected: what each wire is for. */
function Nobody() {
  const own = useRoomWords('integrations');
  return (
    <>
      <Empty icon={<Plus size={22} aria-hidden />} {...own.clients.empty} />
      <KindCards />
    </>
  );
}

export function KindCards() {
  const own = useRoomWords('integrations');
  return (
    <div className={styles.kinds}>
      {programKinds.map((kind) => {
        const Icon = kindIcons[kind];
        return (
          <div key={kind} className={styles.kindCard}>
            <h3>
              <Icon size={16} aria-hidden />
              {own.kinds[kind].name}
            </h3>
            <p className={styles.quiet}>{own.kinds[kind].what}</p>
          </div>
        );
      })}
    </div>
  );
}
