import { MapPinOff } from 'lucide-react';
import { Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { ButtonLink } from '../parts/Button';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { lazyPart } from '../parts/lazyPart';
import { may } from '../session/permissions';
import { useSession } from '../session/useSession';
import { useWords } from '../words';
import { areas } from './areas';
import { ErrorBoundary } from './ErrorBoundary';

const Account = lazyPart(() => import('../session/AccountPage'));

export function Routes() {
  const [path] = useLocation();
  const { tenant } = useSession();
  const open = areas.filter((area) => may(tenant, area.needs));
  return (
    <ErrorBoundary at={path}>
      <Suspense>
        <Switch>
          <Route path="/">
            <Redirect to={open[0]?.href ?? '/account'} replace />
          </Route>
          {open.flatMap((area) => area.pages.map(({ path: at, page }) => <Route key={at} path={at} component={page} />))}
          <Route path="/account" component={Account} />
          <Route>
            <Missing />
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

function Missing() {
  const { shell } = useWords();
  return (
    <Page title={shell.missing.title}>
      <Empty icon={<MapPinOff size={22} aria-hidden />} {...shell.missing}>
        <ButtonLink look="primary" href="/">
          {shell.missing.act}
        </ButtonLink>
      </Empty>
    </Page>
  );
}
