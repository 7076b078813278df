import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ListBox, ListBoxItem, useFilter } from 'react-aria-components';
import { MousePointerClick } from 'lucide-react';
import { useLocation, useParams } from 'wouter';
import { send } from '../../api/client';
import { tell } from '../../api/problems';
import { Button } from '../../parts/Button';
import { Card } from '../../parts/Card';
import { Choice } from '../../parts/Choice';
import { Empty, Skeleton } from '../../parts/Empty';
import field from '../../parts/Field.module.css';
import { Notice } from '../../parts/Notice';
import { SearchField } from '../../parts/TextField';
import { useWords } from '../../words';
import { useRoomWords } from '../../words/rooms';
import { TabbedPage } from '../IntegrationsPage';
import { CallView } from './CallView';
import type { ApiDocument } from './document';
import styles from './Explorer.module.css';
import { operationsOf, wires, type Operation, type Wire } from './operations';
import { useSecrets } from './secrets';

const documentQuery = queryOptions({
  queryKey: ['apiDocument'],
  queryFn: async ({ signal }) => (await send('get', '/openapi.json', { signal })).json() as Promise<ApiDocument>,
  staleTime: Infinity,
});

const isWire = (text: string | undefined): text is Wire => wires.some((one) => one === text);

/** The calls of each wire: to be filled in, looked at, printed and sent. */
export default function Explorer() {
  const words = useWords();
  const own = useRoomWords('explorer');
  const params = useParams<{ wire?: string }>();
  const wire = isWire(params.wire) ? params.wire : 'native';
  const [, navigate] = useLocation();
  const { data, error, refetch } = useQuery(documentQuery);
  const { secrets, set } = useSecrets();
  const [chosen, choose] = useState<Partial<Record<Wire, string>>>({});
  const operations = operationsOf(wire, data);
  const operation = operations.find(({ id }) => id === chosen[wire]);
  return (
    <TabbedPage tab="explorer">
      <div className={styles.frame}>
        <div className={styles.side}>
          <Choice label={own.wire} options={wires.map((id) => ({ id, name: own.wires[id] }))} value={wire} onChange={(id) => navigate(`/integrations/explorer/${id}`, { replace: true })} />
          {operations.length > 0 ? (
            <OperationList key={wire} operations={operations} chosen={operation?.id} onChoose={(id) => choose({ ...chosen, [wire]: id })} />
          ) : error ? (
            <Notice tone="bad">
              {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
            </Notice>
          ) : (
            <Skeleton height="20rem" />
          )}
        </div>
        <div className={styles.main}>
          {operation ? (
            <CallView key={`${wire} ${operation.id}`} wire={wire} operation={operation} document={data} secrets={secrets} set={set} />
          ) : (
            <Card>
              <Empty icon={<MousePointerClick size={22} aria-hidden />} {...own.choose} />
            </Card>
          )}
        </div>
      </div>
    </TabbedPage>
  );
}

function OperationList({ operations, chosen, onChoose }: { operations: Operation[]; chosen?: string; onChoose: (id: string) => void }) {
  const words = useWords();
  const own = useRoomWords('explorer');
  const { contains } = useFilter({ sensitivity: 'base' });
  const [text, setText] = useState('');
  const shown = operations.filter(({ verb, path, name }) => contains(`${verb} ${path} ${name}`, text));
  return (
    <>
      <SearchField label={own.search} value={text} onChange={setText} />
      <ListBox
        aria-label={own.calls}
        selectionMode="single"
        selectedKeys={chosen ? [chosen] : []}
        onSelectionChange={(keys) => keys !== 'all' && [...keys].forEach((key) => onChoose(String(key)))}
        className={styles.list!}
        renderEmptyState={() => <div className={field.none}>{words.acts.noMatch}</div>}
      >
        {shown.map(({ id, verb, path, name }) => (
          <ListBoxItem key={id} id={id} textValue={`${verb} ${path} ${name}`} className={styles.item!}>
            <span className={styles.call}>
              <b data-verb={verb}>{verb}</b> {path.replace('/api/v1', '').replace('/api/eagle-pms', '')}
            </span>
            <small lang="en">{name}</small>
          </ListBoxItem>
        ))}
      </ListBox>
    </>
  );
}
