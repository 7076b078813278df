import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problems';
import { whenOthers } from '../session/useSession';

/** Only what may pass is tried again: the server is away, or busy. */
const mayPass = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status >= 500);

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      refetchOnWindowFocus: false,
    },
  },
});

whenOthers.forget = () => queries.clear();
