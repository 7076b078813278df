import { createRoot } from 'react-dom/client';
import { watchPresence } from './api/presence';
import { App } from './app/App';
import { applyTheme } from './app/theme';
import './app/tokens.css';
import './app/base.css';
import { forgetFailedStyles } from './parts/lazyPart';
import { load } from './session/useSession';
import { loadWords, preferredLanguage } from './words';

applyTheme();
watchPresence(window);
forgetFailedStyles(window);
const language = preferredLanguage();
const session = load();
const words = await loadWords(language);
await session;
createRoot(document.getElementById('console')!).render(<App first={{ language, words }} />);
