import { useEffect, useState } from 'react';

/** What the address that was opened says behind its #. It is taken out of it at once: whoever looks over a shoulder, or at the history, finds none there. */
export function useAddressSecrets(): URLSearchParams {
  const [secrets, setSecrets] = useState(secretsOfAddress);
  useEffect(() => {
    const take = () => {
      const given = secretsOfAddress();
      if (given.size > 0) setSecrets(given);
      history.replaceState(history.state, '', location.pathname);
    };
    take();
    // Another link that is opened in the same tab changes no more than this part of the address.
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  return secrets;
}

/** The token among them; empty: there is none. */
export const useAddressToken = (): string => useAddressSecrets().get('token')?.trim() ?? '';

const secretsOfAddress = () => new URLSearchParams(location.hash.slice(1));
