import { queryOptions } from '@tanstack/react-query';
import { send } from '../api/client';
import { Problem } from '../api/problems';

/** As large as the server takes a plan. */
export const largestPlan = 512 * 1024;

/** The picture of a site, drawn by the browser; null where there is none. It is asked for like anything else, since a picture's own address names no organisation. */
export const planQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['plan', siteId],
    queryFn: async ({ signal }): Promise<ImageBitmap | null> => {
      try {
        const answer = await send('get', '/sites/{id}/plan', { path: { id: siteId }, headers: { Accept: 'image/*' }, signal });
        return await createImageBitmap(await answer.blob());
      } catch (error) {
        if (error instanceof Problem && error.status === 404) return null;
        throw error;
      }
    },
    staleTime: 5 * 60_000,
    structuralSharing: false,
  });
