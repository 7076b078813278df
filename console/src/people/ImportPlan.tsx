import { CircleAlert, CircleCheck, Download, Equal, RefreshCw } from 'lucide-react';
import { useMemo, useState } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { Button } from '../parts/Button';
import { Checkbox, Switch } from '../parts/Check';
import { Acts } from '../parts/Dialog';
import { Badge } from '../parts/Notice';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import type { Plan, PlanRow } from './importFile';
import { changeText } from './importText';
import styles from './People.module.css';

interface Own {
  plan: Plan;
  name: string;
  isWorking: boolean;
  onCarryOut: (leavesOutErrors: boolean) => void;
  onSave: () => void;
  onOther: () => void;
}

/** Every row of a file with what it would do, before anything is done. */
export function ImportPlan({ plan, name, isWorking, onCarryOut, onSave, onOther }: Own) {
  const own = useRoomWords('people').import;
  const [onlyErrors, showOnlyErrors] = useState(false);
  const [leavesOut, leaveOut] = useState(false);
  const rows = useMemo(() => plan.rows.filter(({ errors }) => !onlyErrors || errors.length > 0).map((row) => ({ ...row, id: String(row.line) })), [plan, onlyErrors]);
  const hasErrors = plan.inError > 0;
  const isNothing = plan.made + plan.changed === 0;
  return (
    <>
      <div className={styles.counts} role="status">
        <strong>{name}</strong>
        <Badge tone={isNothing ? 'plain' : 'good'}>{own.made(plan.made)}</Badge>
        {plan.changed > 0 && <Badge tone="accent">{own.changed(plan.changed)}</Badge>}
        <Badge>{own.kept(plan.kept)}</Badge>
        {hasErrors && <Badge tone="bad">{own.errors(plan.inError)}</Badge>}
        {hasErrors && (
          <span className={styles.spread}>
            <Switch isSelected={onlyErrors} onChange={showOnlyErrors}>
              {own.onlyErrors}
            </Switch>
          </span>
        )}
      </div>
      <div className={styles.frame} style={{ '--natural': `${rows.length * 90}px` } as React.CSSProperties}>
        <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 60 }}>
          <GridList aria-label={own.rowsOf(name)} items={rows} className={styles.list!}>
            {(row) => (
              <GridListItem id={row.id} textValue={own.line(row.line)} className={styles.line!}>
                <Row row={row} />
              </GridListItem>
            )}
          </GridList>
        </Virtualizer>
      </div>
      {hasErrors && (
        <div className={styles.counts}>
          {!isNothing && (
            <Checkbox isSelected={leavesOut} onChange={leaveOut}>
              {own.leaveOut(plan.inError)}
            </Checkbox>
          )}
          <Button look="quiet" icon={<Download size={16} aria-hidden />} onPress={onSave}>
            {own.saveErrors}
          </Button>
        </div>
      )}
      {isNothing && <p>{hasErrors ? own.nothingButErrors : own.nothing}</p>}
      <Acts>
        <Button onPress={onOther}>{own.other}</Button>
        {!isNothing && (
          <Button look="primary" isDisabled={isWorking || (hasErrors && !leavesOut)} onPress={() => onCarryOut(hasErrors)}>
            {isWorking ? own.working : own.carryOut(plan.made + plan.changed)}
          </Button>
        )}
      </Acts>
    </>
  );
}

const icons = { made: CircleCheck, changed: RefreshCw, kept: Equal };

function Row({ row }: { row: PlanRow }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('people');
  const help = own.import.help as Record<string, string | undefined>;
  return (
    <>
      <span className={styles.small}>{own.import.line(row.line)}</span>
      <span className={styles.name}>{row.whom ?? own.import.nobody}</span>
      <ul>
        {row.errors.map(({ column, code, detail }) => (
          <li key={`${column}.${code}.${detail}`} className={styles.change} data-tone="bad">
            <CircleAlert size={16} aria-hidden />
            <span>
              {column && (
                <>
                  <code>{column}</code>{' '}
                </>
              )}
              {help[code] ?? (words.problems.codes as Record<string, string | undefined>)[code] ?? ''} <span className={styles.quiet}>{detail}</span>
            </span>
          </li>
        ))}
        {row.changes.map((change) => {
          const Icon = icons[change.effect];
          return (
            <li key={`${change.act}.${change.lockId}`} className={styles.change} data-tone={change.effect === 'kept' ? 'plain' : 'good'}>
              <Icon size={16} aria-hidden />
              <span>{changeText(change, words, own, locale)}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
