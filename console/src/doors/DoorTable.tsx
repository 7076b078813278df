import { memo } from 'react';
import { Cell, Collection, Column, Row, Table, TableBody, TableHeader, TableLayout, TableLoadMoreItem, Virtualizer } from 'react-aria-components';
import { useWords } from '../words';
import styles from './Doors.module.css';
import { headingHeight, rowHeight } from './heights';
import { LastEvent } from './LastEvent';
import { BatteryMark, LinkMark, StateMark } from './LockMarks';
import { OfLock, SiteName } from './OfLock';
import type { DoorRow } from './ShownLocks';

export interface ShownDoors {
  rows: DoorRow[];
  siteNames: Map<string, string>;
  isLoadingMore: boolean;
  onMore: () => void;
}

/** Only the rows in sight are there, however many were loaded. */
export default memo(function DoorTable({ rows, siteNames, isLoadingMore, onMore }: ShownDoors) {
  const words = useWords();
  const own = words.doors.columns;
  return (
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
            <Collection items={rows} dependencies={[siteNames, words]}>
              {({ id, name }) => (
                <Row id={id} href={`/doors/${id}`} className={styles.row!} textValue={name}>
                  <Cell className={styles.cell!}>
                    <span className={`${styles.name} ${styles.clip}`}>{name}</span>
                  </Cell>
                  <Cell className={styles.cell!}>
                    <SiteName id={id} names={siteNames} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <OfLock id={id} mark={StateMark} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <OfLock id={id} mark={BatteryMark} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <OfLock id={id} mark={LinkMark} />
                  </Cell>
                  <Cell className={styles.cell!}>
                    <LastEvent lockId={id} />
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
  );
});
