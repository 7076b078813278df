import { QueryClientProvider } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import { Empty } from '../parts/Empty';
import { Button } from '../parts/Button';
import { ToastCorner } from '../parts/ToastCorner';
import { lazyPart } from '../parts/lazyPart';
import { logOut } from '../session/calls';
import { mustEnrol } from '../session/permissions';
import { leave, useSessionState } from '../session/useSession';
import { useWords } from '../words';
import { LiveView } from './live';
import { queries } from './queries';
import { Routes } from './routes';
import { Shell } from './Shell';

const Enrolment = lazyPart(() => import('../session/Enrolment'));

/** All that is there for who is logged in. */
export default function Console() {
  const state = useSessionState();
  if (state.stage !== 'loggedIn') return null;
  if (mustEnrol(state.session)) return <Enrolment />;
  if (!state.tenant) return <NoTenant />;
  return (
    <QueryClientProvider client={queries}>
      {/* Nothing of one tenant is left when another is shown. */}
      <LiveView key={state.tenant.id}>
        <Shell>
          <Routes />
        </Shell>
      </LiveView>
      <ToastCorner />
    </QueryClientProvider>
  );
}

function NoTenant() {
  const words = useWords();
  return (
    <main>
      <title>{words.title(words.shell.noTenant.title)}</title>
      <Empty icon={<Users size={22} aria-hidden />} {...words.shell.noTenant}>
        <Button onPress={() => void logOut().finally(() => leave('loggedOut'))}>{words.shell.logOut}</Button>
      </Empty>
    </main>
  );
}
