import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BedDouble, ChevronLeft, ChevronRight, Plus, SearchX, Settings2 } from 'lucide-react';
import { Suspense, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { tell } from '../api/problems';
import { register } from '../app/live';
import { sitesQuery } from '../doors/doorQueries';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Choice } from '../parts/Choice';
import { Empty, Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { SearchField } from '../parts/TextField';
import { lazyPart } from '../parts/lazyPart';
import { useMatches } from '../parts/useMatches';
import { useMay } from '../session/useSession';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { foundQuery, staysQuery, unitsQuery, type Site, type Unit } from './bookingQueries';
import styles from './Bookings.module.css';
import { Calendar } from './Calendar';
import { addDays, todayIn, type Day } from './days';
import { liveBookings } from './liveBookings';
import type { Move } from './MoveBooking';
import type { Wish } from './NewBooking';
import { StayDays, StayList } from './StayList';
import { view } from './view';

const NewBooking = lazyPart(() => import('./NewBooking'));
const MoveBooking = lazyPart(() => import('./MoveBooking'));
const Rooms = lazyPart(() => import('./Rooms'));

export default function BookingsPage() {
  const { words } = useSpeech();
  const own = useRoomWords('bookings');
  const sites = useQuery(sitesQuery);
  const [siteId, setSite] = useState(view.siteId);
  useEffect(() => register(liveBookings), []);
  const site = sites.data?.find(({ id }) => id === siteId) ?? sites.data?.[0];
  if (!site) {
    return (
      <Page title={own.title}>
        {sites.error ? (
          <Notice tone="bad">
            {tell(sites.error, words)} <Button onPress={() => void sites.refetch()}>{words.acts.again}</Button>
          </Notice>
        ) : (
          <Skeleton height="20rem" />
        )}
      </Page>
    );
  }

  const choose = (id: string) => {
    view.siteId = id;
    setSite(id);
  };
  return <OfSite key={site.id} site={site} sites={sites.data!} onSite={choose} />;
}

function OfSite({ site, sites, onSite }: { site: Site; sites: Site[]; onSite: (id: string) => void }) {
  const { words } = useSpeech();
  const own = useRoomWords('bookings');
  const mayWrite = useMay('reservations:write');
  const mayBuild = useMay('sites:write');
  const units = useInfiniteQuery(unitsQuery(site.id));
  const all = units.data?.pages.flatMap((page) => page.items);
  const [wish, setWish] = useState<Wish>();
  const [isBuilding, build] = useState(false);
  const acts = (
    <>
      {mayBuild && (
        <Button icon={<Settings2 size={16} aria-hidden />} onPress={() => build(true)}>
          {own.units.act}
        </Button>
      )}
      {mayWrite && all && all.length > 0 && (
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onPress={() => setWish({})}>
          {own.create.act}
        </Button>
      )}
    </>
  );
  return (
    <Page title={own.title} acts={acts}>
      {units.error && (
        <Notice tone="bad">
          {tell(units.error, words)} <Button onPress={() => void units.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      {!all ? (
        !units.error && <Skeleton height="24rem" />
      ) : (
        <Shown site={site} sites={sites} units={all} onSite={onSite} onWish={setWish} onBuild={mayBuild ? () => build(true) : undefined} />
      )}
      {units.hasNextPage && (
        <Button isPending={units.isFetchingNextPage} onPress={() => void units.fetchNextPage()}>
          {own.calendar.moreRooms}
        </Button>
      )}
      <Suspense>
        {wish && <NewBooking site={site} wish={wish} onClose={() => setWish(undefined)} />}
        {isBuilding && <Rooms site={site} units={all ?? []} onClose={() => build(false)} />}
      </Suspense>
    </Page>
  );
}

interface ShownOwn {
  site: Site;
  sites: Site[];
  units: Unit[];
  onSite: (id: string) => void;
  onWish: (wish: Wish) => void;
  onBuild?: () => void;
}

function Shown({ site, sites, units, onSite, onWish, onBuild }: ShownOwn) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('bookings');
  const mayWrite = useMay('reservations:write');
  const isPhone = useMatches('(max-width: 44rem)');
  const isWide = useMatches('(min-width: 72rem)');
  const [, navigate] = useLocation();
  const zone = site.timeZone;
  const today = todayIn(zone);
  const [first, setFirst] = useState<Day>(view.first || today);
  const [span, setSpan] = useState(view.span);
  const [search, setSearch] = useState('');
  const [withCancelled, showCancelled] = useState(false);
  const [move, setMove] = useState<Move>();
  const days = span || (isWide ? 14 : 7);
  const list = useQuery(staysQuery(site.id, first, addDays(first, days)));
  const stays = (list.data?.stays ?? []).filter(({ state }) => withCancelled || (state !== 'cancelled' && state !== 'refused'));
  const go = (day: Day) => setFirst((view.first = day));
  const dayText = (day: Day) => timeText(`${day}T12:00:00Z`, 'date', locale, 'UTC');
  const siteChoice = sites.length > 1 && <Choice label={own.calendar.site} value={site.id} onChange={onSite} options={sites} isNarrow />;
  if (units.length === 0) {
    const { empty } = own.units;
    return (
      <>
        <div className={styles.bar}>{siteChoice}</div>
        <Empty icon={<BedDouble size={22} aria-hidden />} title={empty.title} body={onBuild ? empty.may : empty.mayNot}>
          {onBuild && (
            <Button look="primary" onPress={onBuild}>
              {empty.act}
            </Button>
          )}
        </Empty>
      </>
    );
  }

  return (
    <>
      <div className={styles.bar}>
        {siteChoice}
        <div className={styles.search}>
          <SearchField label={own.calendar.search} placeholder={own.calendar.search} value={search} onChange={setSearch} />
        </div>
        <Choice
          label={own.calendar.days}
          value={String(days)}
          onChange={(id) => setSpan((view.span = Number(id)))}
          options={Object.entries(own.calendar.spans).map(([id, name]) => ({ id, name }))}
          isNarrow
        />
        <div className={styles.steps}>
          <Button aria-label={own.calendar.previous} icon={<ChevronLeft size={16} aria-hidden />} onPress={() => go(addDays(first, -days))} />
          <Button onPress={() => go(today)}>{own.calendar.today}</Button>
          <Button aria-label={own.calendar.next} icon={<ChevronRight size={16} aria-hidden />} onPress={() => go(addDays(first, days))} />
        </div>
        <span className={styles.range} aria-live="polite">
          {own.span(dayText(first), dayText(addDays(first, days - 1)))}
        </span>
      </div>
      {list.error && (
        <Notice tone="bad">
          {tell(list.error, words)} <Button onPress={() => void list.refetch()}>{words.acts.again}</Button>
        </Notice>
      )}
      {list.data?.isCut && <Notice tone="warn">{own.calendar.tooMany}</Notice>}
      {search.trim() ? (
        <Found siteId={site.id} search={search.trim()} />
      ) : list.isPending ? (
        <Skeleton height="24rem" />
      ) : isPhone ? (
        <StayDays stays={stays} first={first} days={days} />
      ) : (
        <Calendar
          units={units}
          stays={stays}
          first={first}
          days={days}
          today={today}
          zone={zone}
          mayWrite={mayWrite}
          onOpen={(stay) => navigate(`/bookings/${stay.id}`)}
          onBook={(unit, from, to) => onWish({ unitId: unit.id, first: from, last: to })}
          onDrop={({ bar, days: by, unitId, part }) => setMove({ stay: bar.stay, by, unitId, fromUnitId: bar.unit.id, part })}
          onMove={(bar) => setMove({ stay: bar.stay, by: 0, unitId: bar.unit.id, fromUnitId: bar.unit.id, part: 'all' })}
        />
      )}
      <div className={styles.beside}>
        <span>{own.calendar.zone(zone)}</span>
        <Checkbox isSelected={withCancelled} onChange={showCancelled}>
          {own.calendar.cancelled}
        </Checkbox>
      </div>
      <Suspense>{move && <MoveBooking move={move} onClose={() => setMove(undefined)} />}</Suspense>
    </>
  );
}

function Found({ siteId, search }: { siteId: string; search: string }) {
  const own = useRoomWords('bookings');
  const words = useWords();
  const { data, error, refetch } = useQuery(foundQuery(siteId, search));
  if (error) {
    return (
      <Notice tone="bad">
        {tell(error, words)} <Button onPress={() => void refetch()}>{words.acts.again}</Button>
      </Notice>
    );
  }

  if (!data) return <Skeleton height="6rem" />;
  if (data.length === 0) return <Empty icon={<SearchX size={22} aria-hidden />} {...own.calendar.nobody} />;
  return (
    <>
      <p className={styles.small} role="status">
        {own.calendar.found(data.length)}
      </p>
      <StayList stays={data} />
    </>
  );
}
