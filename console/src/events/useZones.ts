import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { sitesQuery } from '../doors/doorQueries';
import { useMay } from '../session/useSession';

/** The time zone of each site. */
export function useZones(): Map<string, string> {
  const { data } = useQuery({ ...sitesQuery, enabled: useMay('sites:read') });
  return useMemo(() => new Map(data?.map((site) => [site.id, site.timeZone])), [data]);
}
