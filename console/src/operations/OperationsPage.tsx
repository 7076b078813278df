import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { ReactNode } from 'react';
import { useLocation, useParams } from 'wouter';
import styles from '../doors/Lock.module.css';
import { Page } from '../parts/Page';
import { showTab } from '../parts/showTab';
import { useMay, useSession } from '../session/useSession';
import { useRoomWords } from '../words/rooms';
import { Installation } from './Installation';
import { Links } from './Links';
import { Organisation } from './Organisation';
import { Refusals } from './Refusals';
import Verification from './Verification';

const tabs = ['links', 'records', 'refusals', 'organisation', 'installation'] as const;
type TabName = (typeof tabs)[number];

/** How what runs the doors stands: links, records, refusals, and for who looks after it the installation itself. */
export default function OperationsPage() {
  const own = useRoomWords('operations');
  const { session } = useSession();
  const { tab } = useParams<{ tab?: string }>();
  const [, navigate] = useLocation();
  const mayAudit = useMay('audit:read');
  const needs: Record<TabName, boolean> = { links: true, records: mayAudit, refusals: mayAudit, organisation: true, installation: session.isInstallationAdministrator };
  const open = tabs.filter((one) => needs[one]);
  const chosen = open.find((one) => one === tab) ?? 'links';
  const panels: Record<TabName, ReactNode> = { links: <Links />, records: <Verification />, refusals: <Refusals />, organisation: <Organisation />, installation: <Installation /> };
  return (
    <Page title={own.title}>
      <Tabs selectedKey={chosen} onSelectionChange={(key) => navigate(key === 'links' ? '/operations' : `/operations/${key}`, { replace: true })} className={styles.tabs!}>
        <TabList aria-label={own.title} className={styles.tabList!}>
          {open.map((one) => (
            <Tab key={one} id={one} ref={one === chosen ? showTab : undefined} className={styles.tab!}>
              {own.tabs[one]}
            </Tab>
          ))}
        </TabList>
        {open.map((one) => (
          <TabPanel key={one} id={one} className={styles.panel!}>
            {panels[one]}
          </TabPanel>
        ))}
      </Tabs>
    </Page>
  );
}
