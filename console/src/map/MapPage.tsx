import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-aria-components';
import { useLocation, useParams } from 'wouter';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { doorsQuery, noFilters, sitesQuery, type Lock } from '../doors/doorQueries';
import { liveDoors } from '../doors/liveDoors';
import lockStyles from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { useMay } from '../session/useSession';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Map.module.css';
import { planQuery } from './mapQueries';
import { NoPlan, PlanActs } from './PlanActs';
import { Plan } from './Plan';
import { Unplaced } from './Unplaced';

/** As many as a picture can show. */
const most = 500;

/** The doors of a site on a picture of its floor, as they are now. */
export default function MapPage() {
  const { words } = useSpeech();
  const own = useRoomWords('map');
  const { site: named } = useParams<{ site?: string }>();
  const [, navigate] = useLocation();
  const { data: sites, error } = useQuery(sitesQuery);
  const site = sites?.find(({ id }) => id === named) ?? sites?.[0];
  useEffect(() => register(liveDoors), []);
  return (
    <>
      <Link href="/doors" className={lockStyles.back!}>
        <ChevronLeft size={16} aria-hidden />
        {own.back}
      </Link>
      <Page title={own.title(site?.name ?? '…')}>
        {error && <Notice tone="bad">{tell(error, words)}</Notice>}
        {sites && sites.length > 1 && site && (
          <div className={styles.site}>
            <Choice label={own.site} options={sites} value={site.id} onChange={(id) => navigate(`/doors/map/${id}`, { replace: true })} />
          </div>
        )}
        {site ? <SiteMap key={site.id} siteId={site.id} siteName={site.name} /> : !error && <Skeleton height="24rem" />}
      </Page>
    </>
  );
}

function SiteMap({ siteId, siteName }: { siteId: string; siteName: string }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('map');
  const mayPlace = useMay('locks:write');
  const mayDraw = useMay('sites:write');
  const [isEditing, edit] = useState(false);
  const plan = useQuery(planQuery(siteId));
  const list = useInfiniteQuery(doorsQuery({ ...noFilters, siteId }));
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const locks: Lock[] = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFull = locks.length >= most;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFull) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage, isFull]);
  const error = plan.error ?? list.error;
  if (error) {
    return (
      <Notice tone="bad">
        {tell(error, words)} <Button onPress={() => void (plan.error ? plan.refetch() : list.refetch())}>{words.acts.again}</Button>
      </Notice>
    );
  }

  if (plan.data === undefined || !list.data) return <Skeleton height="24rem" />;
  if (plan.data === null) return <NoPlan siteId={siteId} />;
  return (
    <>
      <div className={styles.acts}>
        {mayPlace && (
          <Button look={isEditing ? 'primary' : 'plain'} onPress={() => edit(!isEditing)}>
            {isEditing ? own.done : own.edit}
          </Button>
        )}
        {mayDraw && isEditing && <PlanActs siteId={siteId} />}
      </div>
      {isEditing && <p className={styles.quiet}>{own.hint}</p>}
      {isFull && hasNextPage && <Notice tone="warn">{own.more(most.toLocaleString(locale))}</Notice>}
      <Plan picture={plan.data} label={own.of(siteName)} locks={locks.filter((lock) => lock.place)} isEditing={isEditing} />
      {isEditing && <Unplaced locks={locks} />}
    </>
  );
}
