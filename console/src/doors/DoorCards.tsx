import { Collection, GridList, GridListItem, GridListLoadMoreItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useWords } from '../words';
import { ActivityOfPages } from './ActivityOfPages';
import type { ShownDoors } from './DoorTable';
import styles from './Doors.module.css';
import { cardHeight } from './heights';
import { LastEvent } from './LastEvent';
import { BatteryMark, LinkMark, StateMark } from './LockMarks';

/** The same on a narrow screen. */
export default function DoorCards({ locks, pages, siteNames, isLoadingMore, onMore }: ShownDoors) {
  const words = useWords();
  return (
    <ActivityOfPages pages={pages}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: cardHeight, loaderHeight: 48 }}>
        <GridList aria-label={words.doors.title} className={styles.cards!}>
          <Collection items={locks} dependencies={[siteNames, words]}>
            {(lock) => (
              <GridListItem id={lock.id} href={`/doors/${lock.id}`} textValue={lock.name} className={styles.cardRow!}>
                <span className={styles.between}>
                  <span className={`${styles.name} ${styles.clip}`}>{lock.name}</span>
                  <span className={`${styles.quiet} ${styles.clip}`}>{siteNames.get(lock.siteId) ?? ''}</span>
                </span>
                <StateMark lock={lock} />
                <span className={styles.between}>
                  <BatteryMark lock={lock} />
                  <LinkMark lock={lock} />
                </span>
                <LastEvent lockId={lock.id} />
              </GridListItem>
            )}
          </Collection>
          <GridListLoadMoreItem onLoadMore={onMore} isLoading={isLoadingMore}>
            <div className={styles.loading}>{words.acts.loadingMore}</div>
          </GridListLoadMoreItem>
        </GridList>
      </Virtualizer>
    </ActivityOfPages>
  );
}
