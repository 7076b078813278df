import { Suspense, useEffect, type ReactNode } from 'react';
import { Link } from 'react-aria-components';
import { Redirect, Route, Switch } from 'wouter';
import { register } from '../app/live';
import { Page } from '../parts/Page';
import { lazyPart } from '../parts/lazyPart';
import { useMay } from '../session/useSession';
import { useRoomWords } from '../words/rooms';
import { liveIntegrations } from './clientQueries';
import styles from './Integrations.module.css';

const Clients = lazyPart(() => import('./Clients'));
const ClientPage = lazyPart(() => import('./ClientPage'));
const Applications = lazyPart(() => import('./Applications'));
const ApplicationPage = lazyPart(() => import('./ApplicationPage'));
const Webhooks = lazyPart(() => import('./Webhooks'));
const Explorer = lazyPart(() => import('./explorer/Explorer'));
const WebhookPage = lazyPart(() => import('./WebhookPage'));

/** The pages of the area, each a part of its own. */
export default function IntegrationsPage() {
  const maySeeKeys = useMay('keys:read');
  useEffect(() => register(liveIntegrations), []);
  return (
    <Suspense>
      <Switch>
        <Route path="/integrations">{maySeeKeys ? <Clients /> : <Redirect to="/integrations/webhooks" replace />}</Route>
        <Route path="/integrations/applications" component={Applications} />
        <Route path="/integrations/applications/:id" component={ApplicationPage} />
        <Route path="/integrations/webhooks" component={Webhooks} />
        <Route path="/integrations/explorer/:wire?" component={Explorer} />
        <Route path="/integrations/webhooks/:id" component={WebhookPage} />
        {maySeeKeys && <Route path="/integrations/:kind/:id" component={ClientPage} />}
      </Switch>
    </Suspense>
  );
}

const tabs = ['clients', 'applications', 'webhooks', 'explorer'] as const;
export type IntegrationTab = (typeof tabs)[number];

const hrefs: Record<IntegrationTab, string> = { clients: '/integrations', applications: '/integrations/applications', webhooks: '/integrations/webhooks', explorer: '/integrations/explorer' };

/** What is beside each other in the area; each is a page, so these are links. */
export function TabbedPage({ tab, acts, children }: { tab: IntegrationTab; acts?: ReactNode; children: ReactNode }) {
  const own = useRoomWords('integrations');
  const maySeeKeys = useMay('keys:read');
  return (
    <Page title={own.tabs[tab]} acts={acts}>
      <nav aria-label={own.title} className={styles.tabs}>
        {tabs
          .filter((one) => one !== 'clients' || maySeeKeys)
          .map((one) => (
            <Link key={one} href={hrefs[one]} className={styles.tab!} aria-current={one === tab ? 'page' : undefined}>
              {own.tabs[one]}
            </Link>
          ))}
      </nav>
      {children}
    </Page>
  );
}
