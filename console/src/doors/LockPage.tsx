import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { Link, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { showTab } from '../parts/showTab';
import { lazyPart } from '../parts/lazyPart';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { Credentials } from './Credentials';
import { lockQuery, type Lock } from './doorQueries';
import { Grants } from './Grants';
import { History } from './History';
import { liveDoors } from './liveDoors';
import styles from './Lock.module.css';
import { LockFacts } from './LockFacts';
import { LockSettings } from './LockSettings';
import { Hindrances, MotionPanel } from './MotionPanel';

const Openers = lazyPart(() => import('./Openers'));

export default function LockPage() {
  const words = useWords();
  const { id } = useParams<{ id: string }>();
  const { data: lock, error, refetch } = useQuery(lockQuery(id));
  useEffect(() => register(liveDoors), []);
  return (
    <>
      <Link href="/doors" className={styles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {words.doors.page.back}
      </Link>
      {lock ? (
        <Page key={id} title={lock.name}>
          <LockTabs lock={lock} />
        </Page>
      ) : error ? (
        <Page title={words.doors.title}>
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

const tabs = ['overview', 'credentials', 'grants', 'history', 'settings'] as const;
type TabName = (typeof tabs)[number];

function LockTabs({ lock }: { lock: Lock }) {
  const { page } = useWords().doors;
  const { tab } = useParams<{ tab?: string }>();
  const [, navigate] = useLocation();
  const needs: Record<TabName, boolean> = {
    overview: true,
    credentials: useMay('credentials:read'),
    grants: useMay('grants:read'),
    history: useMay('audit:read'),
    settings: useMay('locks:write'),
  };
  const open = tabs.filter((one) => needs[one]);
  const chosen = open.find((one) => one === tab) ?? 'overview';
  const panels: Record<TabName, React.ReactNode> = {
    overview: <Overview lock={lock} />,
    credentials: <Credentials lock={lock} />,
    grants: <Grants lock={lock} />,
    history: <History lock={lock} />,
    settings: <LockSettings lock={lock} />,
  };
  return (
    <Tabs selectedKey={chosen} onSelectionChange={(key) => navigate(key === 'overview' ? `/doors/${lock.id}` : `/doors/${lock.id}/${key}`, { replace: true })} className={styles.tabs!}>
      <TabList aria-label={lock.name} className={styles.tabList!}>
        {open.map((one) => (
          <Tab key={one} id={one} ref={one === chosen ? showTab : undefined} className={styles.tab!}>
            {page.tabs[one]}
          </Tab>
        ))}
      </TabList>
      {open.map((one) => (
        <TabPanel key={one} id={one} className={styles.panel!}>
          {panels[one]}
        </TabPanel>
      ))}
    </Tabs>
  );
}

function Overview({ lock }: { lock: Lock }) {
  const { openers } = useRoomWords('lock');
  const mayAsk = useMay('grants:read', 'credentials:read', 'people:read');
  return (
    <div className={styles.columns}>
      <div className={styles.stack}>
        <Card>
          <MotionPanel lock={lock} />
          <Hindrances lock={lock} />
        </Card>
        {mayAsk && (
          <Card title={openers.title}>
            <Suspense fallback={<Skeleton height="6rem" />}>
              <Openers lock={lock} />
            </Suspense>
          </Card>
        )}
      </div>
      <LockFacts lock={lock} />
    </div>
  );
}
