import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { DatabaseBackup, Plus } from 'lucide-react';
import { useState } from 'react';
import { tell } from '../api/problems';
import type { components } from '../api/latchwork';
import lock from '../doors/Lock.module.css';
import { wordsOf } from '../events/eventText';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Dialog } from '../parts/Dialog';
import { Empty, Skeleton } from '../parts/Empty';
import { Badge, Notice } from '../parts/Notice';
import { Time } from '../parts/Time';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { bytesText } from './bytesText';
import { FactTable } from './FactTable';
import { InviteOwner } from './InviteOwner';
import { NewTenant } from './NewTenant';
import { installationQuery, refusalsQuery, tenantsQuery } from './operationQueries';

type Whole = components['schemas']['Installation'];

/** Nodes, database, backlog, backups, organisations and refused log-ins, for who looks after the installation. */
export function Installation() {
  const { words } = useSpeech();
  const { data, error } = useQuery(installationQuery);
  if (error && !data) return <Notice tone="bad">{tell(error, words)}</Notice>;
  if (!data) {
    return (
      <Card>
        <Skeleton height="12rem" />
      </Card>
    );
  }

  return (
    <div className={lock.columns}>
      <div className={lock.stack}>
        <Nodes whole={data} />
        <Backlog whole={data} />
        <Tenants />
        <Refusals />
      </div>
      <div className={lock.stack}>
        <Database whole={data} />
        <Backups whole={data} />
      </div>
    </div>
  );
}

function Nodes({ whole: { nodes } }: { whole: Whole }) {
  const { locale } = useSpeech();
  const own = useRoomWords('operations').installation;
  const live = nodes.filter(({ isLive }) => isLive);
  const differ = new Set(live.map((node) => node.version)).size > 1;
  return (
    <Card title={own.nodes}>
      {differ && <Notice tone="warn">{own.versionsDiffer}</Notice>}
      <ul className={lock.rows}>
        {nodes.map((node, index) => (
          <li key={index} className={lock.row}>
            <div className={lock.rowMain}>
              <div className={lock.rowTitle}>
                {node.name}
                <Badge tone={node.isLive ? 'good' : 'plain'}>{node.isLive ? own.lives : own.silent}</Badge>
                {node.isThis && <Badge tone="accent">{own.thisNode}</Badge>}
              </div>
              <div className={lock.quiet}>
                {node.version ?? own.unknownVersion} · {own.linksHeld(node.links.toLocaleString(locale))} · {own.started} <Time at={node.startedAt} look="ago" /> · {own.seen} <Time at={node.seenAt} look="ago" />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Database({ whole: { database, version } }: { whole: Whole }) {
  const { locale } = useSpeech();
  const own = useRoomWords('operations').installation;
  const count = (number: number) => number.toLocaleString(locale);
  return (
    <Card title={own.database}>
      <dl className={lock.facts}>
        <dt>{own.version}</dt>
        <dd>{version}</dd>
        <dt>{own.postgres}</dt>
        <dd>{database.version}</dd>
        <dt>{own.size}</dt>
        <dd>{bytesText(database.bytes, locale)}</dd>
        <dt>{own.connections}</dt>
        <dd>{own.connectionsOf(count(database.connections), count(database.mostConnections))}</dd>
        <dt>{own.migration}</dt>
        <dd>{database.migration}</dd>
        <dt>{own.transaction}</dt>
        <dd>{database.oldestTransactionAt ? <Time at={database.oldestTransactionAt} look="ago" /> : own.noTransaction}</dd>
      </dl>
    </Card>
  );
}

function Backlog({ whole: { backlog } }: { whole: Whole }) {
  const { locale } = useSpeech();
  const own = useRoomWords('operations').installation;
  return (
    <Card title={own.backlog}>
      <FactTable
        label={own.backlog}
        columns={[own.what, { name: own.waiting, isNumber: true }, own.oldest]}
        rows={backlog.map(({ what, waiting, oldestAt }) => ({ id: what, cells: [own.backlogs[what] ?? what, waiting.toLocaleString(locale), oldestAt && <Time key="oldest" at={oldestAt} look="ago" />] }))}
      />
    </Card>
  );
}

const day = 24 * 3_600_000;

function Backups({ whole: { backups, now } }: { whole: Whole }) {
  const { locale } = useSpeech();
  const own = useRoomWords('operations').installation;
  const last = backups[0];
  return (
    <Card title={own.backups}>
      {!last && <Empty icon={<DatabaseBackup size={22} aria-hidden />} title={own.noBackup} body={own.noBackupBody} />}
      {last && Date.parse(now) - Date.parse(last.takenAt) > day && <Notice tone="warn">{own.backupOld}</Notice>}
      {last && (
        <FactTable
          label={own.backups}
          columns={[own.backup.taken, { name: own.backup.size, isNumber: true }, { name: own.backup.events, isNumber: true }, own.backup.file]}
          rows={backups.map(({ takenAt, bytes, events, fileName }) => ({ id: takenAt, cells: [<Time key="taken" at={takenAt} />, bytesText(bytes, locale), events.toLocaleString(locale), fileName] }))}
        />
      )}
    </Card>
  );
}

function Tenants() {
  const { words, locale } = useSpeech();
  const own = useRoomWords('operations').installation;
  const list = useInfiniteQuery(tenantsQuery);
  const all = list.data?.pages.flatMap((page) => page.items);
  const [isMaking, make] = useState(false);
  const [asked, ask] = useState<{ id: string; name: string }>();
  const act = (
    <Button icon={<Plus size={16} aria-hidden />} onPress={() => make(true)}>
      {own.newTenant.act}
    </Button>
  );
  return (
    <Card title={own.tenants} act={act}>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="4rem" />}
      {all && (
        <FactTable
          label={own.tenants}
          columns={[own.tenant.name, { name: own.tenant.locks, isNumber: true }, { name: own.tenant.members, isNumber: true }, { name: own.tenant.events, isNumber: true }, own.tenant.since]}
          rows={all.map((one) => ({
            id: one.id,
            cells: [
              <span key="name" className={lock.inline}>
                {one.name}
                {one.isPersonal && <Badge>{own.personal}</Badge>}
                {one.members === 0 && (
                  <>
                    <Badge tone="warn">{own.newTenant.waits}</Badge>
                    <Button look="quiet" onPress={() => ask(one)}>
                      {own.newTenant.again}
                    </Button>
                  </>
                )}
              </span>,
              one.locks.toLocaleString(locale),
              one.members.toLocaleString(locale),
              one.events.toLocaleString(locale),
              <Time key="since" at={one.createdAt} look="date" />,
            ],
          }))}
        />
      )}
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
      <Dialog title={own.newTenant.act} isOpen={isMaking} onClose={() => make(false)}>
        <NewTenant onClose={() => make(false)} />
      </Dialog>
      <Dialog title={own.newTenant.againTitle(asked?.name ?? '')} isOpen={asked !== undefined} onClose={() => ask(undefined)}>
        {asked && <InviteOwner tenant={asked} onClose={() => ask(undefined)} />}
      </Dialog>
    </Card>
  );
}

function Refusals() {
  const { words, locale } = useSpeech();
  const own = useRoomWords('operations').installation;
  const list = useInfiniteQuery(refusalsQuery);
  const all = list.data?.pages.flatMap((page) => page.items);
  const because = (reason: string | undefined) => reason && ((words.problems.codes as Record<string, string>)[reason] ?? reason);
  return (
    <Card title={own.refusals}>
      {list.error && <Notice tone="bad">{tell(list.error, words)}</Notice>}
      {!all && !list.error && <Skeleton height="4rem" />}
      {all?.length === 0 && <p className={lock.quiet}>{own.noRefusal}</p>}
      {all && all.length > 0 && (
        <FactTable
          label={own.refusals}
          columns={[own.refusal.when, own.refusal.what, own.refusal.reason, { name: own.refusal.number, isNumber: true }, own.refusal.address]}
          rows={all.map((one) => ({ id: one.id, cells: [<Time key="when" at={one.toldAt} />, wordsOf(one.type, words).name, because(one.reason), one.number.toLocaleString(locale), one.address ?? own.anywhere] }))}
        />
      )}
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.acts.more}
        </Button>
      )}
    </Card>
  );
}
