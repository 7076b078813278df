import { memo } from 'react';
import { Collection, GridList, GridListItem, GridListLoadMoreItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useWords } from '../words';
import type { ShownDoors } from './DoorTable';
import styles from './Doors.module.css';
import { cardHeight } from './heights';
import { LastEvent } from './LastEvent';
import { BatteryMark, LinkMark, StateMark } from './LockMarks';
import { OfLock, SiteName } from './OfLock';

/** The same on a narrow screen. */
export default memo(function DoorCards({ rows, siteNames, isLoadingMore, onMore }: ShownDoors) {
  const words = useWords();
  return (
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: cardHeight, loaderHeight: 48 }}>
        <GridList aria-label={words.doors.title} className={styles.cards!}>
          <Collection items={rows} dependencies={[siteNames, words]}>
            {({ id, name }) => (
              <GridListItem id={id} href={`/doors/${id}`} textValue={name} className={styles.cardRow!}>
                <span className={styles.between}>
                  <span className={`${styles.name} ${styles.clip}`}>{name}</span>
                  <span className={styles.quiet}>
                    <SiteName id={id} names={siteNames} />
                  </span>
                </span>
                <OfLock id={id} mark={StateMark} />
                <span className={styles.between}>
                  <OfLock id={id} mark={BatteryMark} />
                  <OfLock id={id} mark={LinkMark} />
                </span>
                <LastEvent lockId={id} />
              </GridListItem>
            )}
          </Collection>
          <GridListLoadMoreItem onLoadMore={onMore} isLoading={isLoadingMore}>
            <div className={styles.loading}>{words.acts.loadingMore}</div>
          </GridListLoadMoreItem>
        </GridList>
      </Virtualizer>
  );
});
