import { useEffect, useState } from 'react';

/** The token of the address that was opened. It is taken out of it at once: whoever looks over a shoulder, or at the history, finds none there. */
export function useAddressToken(): string {
  const [token, setToken] = useState(tokenOfAddress);
  useEffect(() => {
    const take = () => {
      const given = tokenOfAddress();
      if (given) setToken(given);
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    // Another link that is opened in the same tab changes no more than this part of the address.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return token;
}

const tokenOfAddress = () => new URLSearchParams(location.hash.slice(1)).get('token')?.trim() ?? '';
