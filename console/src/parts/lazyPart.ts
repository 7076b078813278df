import { lazy, type ComponentType } from 'react';
import { pauseBefore } from '../api/live';

/** A part of the console that comes when it is needed, also where the server is away just then. */
export const lazyPart = <P extends object>(load: () => Promise<{ default: ComponentType<P> }>) => lazy(() => patiently(load));

/** So often it fails while the server is there, and it is not only late: an update has taken it away, and the page must be loaded again. */
const mostWhileThere = 2;

/** Loads a file of the console. While the server is away, as in a restart, it is waited for. */
export async function patiently<T>(load: () => Promise<T>, isServerThere = doesServerAnswer, rest = pause): Promise<T> {
  for (let tries = 1, whileThere = 0; ; tries++) {
    try {
      return await load();
    } catch (error) {
      if (!(await isServerThere())) await rest(pauseBefore(tries));
      else if (++whileThere === mostWhileThere) throw error;
    }
  }
}

/** A style sheet that did not come is asked for again only where its element is gone. */
export const forgetFailedStyles = (over: Window) =>
  over.addEventListener('error', ({ target }) => target instanceof HTMLLinkElement && target.rel === 'stylesheet' && target.remove(), { capture: true });

const pause = (time: number) => new Promise<void>((done) => setTimeout(done, time));

/** In front of a server that is away something else may answer for it, with a 5xx. */
const doesServerAnswer = () =>
  fetch(import.meta.env.BASE_URL, { method: 'HEAD', cache: 'no-store' }).then(
    ({ status }) => status < 500,
    () => false,
  );
