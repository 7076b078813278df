import { Suspense, useEffect, useMemo, useState, type ComponentType } from 'react';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { Redirect, Router, useLocation } from 'wouter';
import { tell } from '../api/problems';
import { lazyPart } from '../parts/lazyPart';
import { StepUpGate } from '../session/StepUpGate';
import { load, useSessionState, type SessionState } from '../session/useSession';
import { Button } from '../parts/Button';
import { localeOf, loadWords, rememberLanguage, SpeechContext, type Language, type Speech, type Words } from '../words';
import { Failure } from './Failure';
import { ErrorBoundary } from './ErrorBoundary';

const Console = lazyPart(() => import('./Console'));
const LogIn = lazyPart(() => import('../session/LogIn'));
const SetUp = lazyPart(() => import('../session/SetUp'));
const Welcome = lazyPart(() => import('../session/Welcome'));

/** Where our mails lead, and a forgotten password: for whoever is logged in as for anybody else. */
const mailed: Record<string, ComponentType> = {
  '/forgot': lazyPart(() => import('../session/Forgot')),
  '/reset': lazyPart(() => import('../session/Reset')),
  '/verify': lazyPart(() => import('../session/Verify')),
};

export const base = '/console';

export function App({ first }: { first: { language: Language; words: Words } }) {
  const [spoken, setSpoken] = useState(first);
  const speech = useMemo<Speech>(
    () => ({
      ...spoken,
      locale: localeOf(spoken.language),
      speak: (language) => {
        rememberLanguage(language);
        void loadWords(language).then((words) => setSpoken({ language, words }));
      },
    }),
    [spoken],
  );
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken.language]);
  return (
    <SpeechContext value={speech}>
      <I18nProvider locale={speech.locale}>
        <Router base={base}>
          <Navigating>
            <ErrorBoundary isAlone>
              <Suspense>
                <Stages />
              </Suspense>
            </ErrorBoundary>
          </Navigating>
        </Router>
      </I18nProvider>
    </SpeechContext>
  );
}

/** Links of the parts go where those of the router go. */
function Navigating({ children }: { children: React.ReactNode }) {
  const [, navigate] = useLocation();
  return (
    <RouterProvider navigate={navigate} useHref={(href) => (href.startsWith('/') ? base + href : href)}>
      {children}
    </RouterProvider>
  );
}

function Stages() {
  const state = useSessionState();
  const [path] = useLocation();
  const page = pageOf(state, path);
  // Where somebody is logged in, anything may ask them to prove anew who they are.
  return (
    <>
      {page}
      {state.stage === 'loggedIn' && <StepUpGate />}
    </>
  );
}

function pageOf(state: SessionState, path: string) {
  if (path === '/set-up') return <SetUp />;
  const Mailed = mailed[path];
  if (Mailed && (state.stage === 'loggedOut' || state.stage === 'loggedIn')) return <Mailed />;
  switch (state.stage) {
    case 'loading':
      return null;
    case 'unreachable':
      return <Unreachable problem={state.problem} />;
    case 'notSetUp':
      // Under an address of its own: it goes on after the account is made and somebody is logged in.
      return <Redirect to={`/set-up${window.location.hash}`} replace />;
    case 'loggedOut':
      if (path === '/welcome') return <Welcome />;
      return <LogIn because={state.because} />;
    case 'loggedIn':
      if (path === '/welcome') return <Welcome />;
      return <Console />;
  }
}

function Unreachable({ problem }: { problem: unknown }) {
  return <Failure isAlone words={(words) => ({ ...words.shell.unreachable, body: `${tell(problem, words)} ${words.shell.unreachable.body}` })}>{(words) => <Button look="primary" onPress={() => void load()}>{words.acts.again}</Button>}</Failure>;
}
