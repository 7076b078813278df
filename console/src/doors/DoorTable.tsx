import { Cell, Collection, Column, Row, Table, TableBody, TableHeader, TableLayout, TableLoadMoreItem, Virtualizer } from 'react-aria-components';
import type { components } from '../api/latchwork';
import { useWords } from '../words';
import type { Lock } from './doorQueries';
import styles from './Doors.module.css';
import { headingHeight, rowHeight } from './heights';
import { LastEvent } from './LastEvent';
import { BatteryMark, LinkMark, StateMark } from './LockMarks';
import { ActivityOfPages } from './ActivityOfPages';

export interface ShownDoors {
  locks: Lock[];
  pages: components['schemas']['LockList'][];
  siteNames: Map<string, string>;
  isLoadingMore: boolean;
  onMore: () => void;
}

/** Only the rows in sight are there, however many were loaded. */
export default function DoorTable({ locks, pages, siteNames, isLoadingMore, onMore }: ShownDoors) {
  const words = useWords();
  const own = words.doors.columns;
  return (
    <ActivityOfPages pages={pages}>
      <Virtualizer layout={TableLayout} layoutOptions={{ rowHeight, headingHeight, loaderHeight: 48 }}>
        <Table aria-label={words.doors.title} className={styles.table!}>
          <TableHeader>
            <Column id="name" isRowHeader minWidth={160} defaultWidth="1.4fr" className={styles.column!}>
              {own.name}
            </Column>
            <Column id="site" minWidth={110} defaultWidth="1fr" className={styles.column!}>
              {own.site}
            </Column>
            <Column id="state" minWidth={190} defaultWidth="1.2fr" className={styles.column!}>
              {own.state}
            </Column>
            <Column id="battery" minWidth={150} defaultWidth="1.1fr" className={styles.column!}>
              {own.battery}
            </Column>
            <Column id="link" minWidth={110} defaultWidth="0.7fr" className={styles.column!}>
              {own.link}
            </Column>
            <Column id="last" minWidth={190} defaultWidth="1.8fr" className={styles.column!}>
              {own.last}
            </Column>
          </TableHeader>
          <TableBody>
            <Collection items={locks} dependencies={[siteNames, words]}>
              {(lock) => (
                <Row id={lock.id} href={`/doors/${lock.id}`} className={styles.row!} textValue={lock.name}>
                  <Cell className={styles.cell!}>
                    <span className={`${styles.name} ${styles.clip}`}>{lock.name}</span>
                  </Cell>
                  <Cell className={styles.cell!}>
                    <span className={styles.clip}>{siteNames.get(lock.siteId) ?? ''}</span>
                  </Cell>
                  <Cell className={styles.cell!}>
                    <StateMark lock={lock} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <BatteryMark lock={lock} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <LinkMark lock={lock} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <LastEvent lockId={lock.id} />
                  </Cell>
                </Row>
              )}
            </Collection>
            <TableLoadMoreItem onLoadMore={onMore} isLoading={isLoadingMore}>
              <div className={styles.loading}>{words.acts.loadingMore}</div>
            </TableLoadMoreItem>
          </TableBody>
        </Table>
      </Virtualizer>
    </ActivityOfPages>
  );
}
