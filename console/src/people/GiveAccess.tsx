import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { stopsAll, tell } from '../api/problems';
import { allLocksOf, groupsQuery } from '../groups/groupQueries';
import { HoursEditor, type Hours } from '../doors/HoursEditor';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Choice } from '../parts/Choice';
import { DateTimeField } from '../parts/DateTimeField';
import { Acts, Dialog } from '../parts/Dialog';
import field from '../parts/Field.module.css';
import { Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { ClockNote } from './ClockNote';
import { DoorChoice, type ChosenDoor } from './DoorChoice';
import { membersQuery, rights, type Grant, type Right } from './peopleQueries';
import styles from './People.module.css';

interface Own {
  /** The door, where it is clear; else some are chosen. */
  door?: ChosenDoor;
  /** The person, where they are clear; else they are named. */
  person?: { id: string; name: string };
  /** What is changed, in place of giving. */
  grant?: Grant;
  isOpen: boolean;
  onClose: () => void;
}

/** Somebody is given a right to doors, or has it changed. */
export default function GiveAccess({ isOpen, onClose, ...rest }: Own) {
  const own = useRoomWords('people').give;
  const title = rest.grant ? own.changeTitle(rest.grant.lockName) : rest.person ? own.toPerson(rest.person.name) : rest.door ? own.toDoor(rest.door.name) : own.title;
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <GiveForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

const noHours: Hours = { windows: [] };

function GiveForm({ door, person, grant, onClose }: Omit<Own, 'isOpen'>) {
  const words = useWords();
  const own = useRoomWords('people').give;
  const grants = words.doors.grants;
  const queries = useQueryClient();
  const [login, setLogin] = useState('');
  const [doors, setDoors] = useState<ChosenDoor[]>(door ? [door] : []);
  const [right, setRight] = useState<Right>(grant && grant.role !== 'owner' ? grant.role : 'holder');
  const [window, setWindow] = useState({ startsAt: grant?.window.startsAt ?? '', endsAt: grant?.window.endsAt ?? '' });
  const [hours, setHours] = useState<Hours>(grant?.hours ?? noHours);
  const [isRemote, setRemote] = useState(grant?.canUnlockRemotely ?? true);
  const [isAsked, ask] = useState(false);
  const { isWorking, run } = useTask();
  const [refused, setRefused] = useState<string[]>([]);
  const zone = doors[0]?.timeZone ?? 'UTC';
  const isMixed = doors.some(({ timeZone }) => timeZone !== zone);
  const isEndWrong = window.startsAt !== '' && window.endsAt !== '' && window.endsAt <= window.startsAt;
  const isDayMissing = hours.windows.some(({ days }) => days.length === 0);
  const isWrong = isEndWrong || isDayMissing || (!grant && doors.length === 0) || (!grant && !person && login.trim() === '') || isMixed;
  const terms = (at: ChosenDoor): components['schemas']['GrantChange'] => ({
    role: right,
    window: { startsAt: window.startsAt || undefined, endsAt: window.endsAt || undefined },
    hours: hours.windows.length > 0 ? { ...hours, timeZone: hours.timeZone ?? at.timeZone } : noHours,
    canUnlockRemotely: isRemote,
  });
  const whom = person ? { userId: person.id } : { login: login.trim(), invitesUnknown: true };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!isWrong) void run(give);
  };
  const give = async () => {
    const failed: { door: ChosenDoor; why: string }[] = [];
    for (const [index, at] of doors.entries()) {
      try {
        if (grant) await api.patch('/grants/{id}', { path: { id: grant.id }, body: terms(at) });
        else await api.post('/grants', { body: { lockId: at.id, ...whom, ...terms(at) } });
      } catch (problem) {
        failed.push({ door: at, why: tell(problem, words) });
        if (stopsAll(problem)) {
          failed.push(...doors.slice(index + 1).map((rest) => ({ door: rest, why: tell(problem, words) })));
          break;
        }
      }
    }

    for (const key of ['people', 'lockGrants']) void queries.invalidateQueries({ queryKey: [key] });
    if (failed.length === 0) {
      say(grant ? words.acts.saved : own.done(doors.length));
      return onClose();
    }

    setRefused(failed.map(({ door: at, why }) => `${at.name}: ${why}`));
    setDoors(failed.map(({ door: at }) => at));
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      {refused.length > 0 && (
        <Notice tone="bad">
          {refused.map((why) => (
            <div key={why}>{why}</div>
          ))}
        </Notice>
      )}
      {!person && !grant && <Whom value={login} onChange={setLogin} error={isAsked && login.trim() === '' ? own.whomMissing : undefined} />}
      {!door && (
        <>
          <DoorChoice label={own.doors} placeholder={own.doorsPlaceholder} says={own.chosen} chosen={doors} onChange={setDoors} error={isAsked && doors.length === 0 ? own.doorsMissing : isMixed ? own.mixed : undefined} />
          <OfGroup count={doors.length} onAdd={(more) => setDoors((now) => [...now, ...more.filter((one) => !now.some((door) => door.id === one.id))])} />
        </>
      )}
      <Choice label={grants.role} hint={own.rightSays[right]} options={rights.map((id) => ({ id, name: grants.roles[id] }))} value={right} onChange={(id) => setRight(id as Right)} />
      {doors.length > 0 && !isMixed && (
        <>
          <div className={lock.pair}>
            <DateTimeField label={own.from} hint={own.fromHint} zone={zone} value={window.startsAt} onChange={(startsAt) => setWindow({ ...window, startsAt })} />
            <DateTimeField label={own.until} hint={own.untilHint} zone={zone} value={window.endsAt} onChange={(endsAt) => setWindow({ ...window, endsAt })} error={isAsked && isEndWrong ? words.doors.credentials.endsBefore : undefined} />
          </div>
          <p className={styles.small}>{words.times.local(zone)}</p>
          <div role="group" aria-label={grants.hours} className={lock.stack}>
            <span className={field.label}>{grants.hours}</span>
            <HoursEditor hours={hours} onChange={setHours} zone={zone} none={grants.anyHour} />
          </div>
          {(window.startsAt || window.endsAt || hours.windows.length > 0) && <ClockNote zone={zone} startsAt={window.startsAt} endsAt={window.endsAt} />}
        </>
      )}
      <Checkbox isSelected={isRemote} onChange={setRemote}>
        {own.remotely}
      </Checkbox>
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {grant ? words.acts.save : own.act}
        </Button>
      </Acts>
    </Form>
  );
}

/** A member by their name, or anybody by their address. */
function Whom({ value, onChange, error }: { value: string; onChange: (login: string) => void; error?: string }) {
  const own = useRoomWords('people').give;
  const mayKnow = useMay('people:read');
  const members = useQuery({ ...membersQuery, enabled: mayKnow });
  const known = (members.data ?? []).flatMap((user) => (user.login ? [{ id: user.login, name: user.name ? `${user.name} (${user.login})` : user.login }] : []));
  const [isNew, setNew] = useState(false);
  if (!mayKnow || isNew || members.data?.length === 0) {
    return <TextField label={own.address} hint={own.addressHint} autoFocus value={value} onChange={onChange} error={error} />;
  }

  return (
    <div className={lock.stack}>
      <SearchedChoice label={own.whom} options={known} value={value} onChange={onChange} error={error} placeholder={own.whomPlaceholder} />
      <div>
        <Button
          look="quiet"
          onPress={() => {
            onChange('');
            setNew(true);
          }}
        >
          {own.somebodyElse}
        </Button>
      </div>
    </div>
  );
}

/** All doors of a group at once: those that are in it now. */
function OfGroup({ count, onAdd }: { count: number; onAdd: (doors: ChosenDoor[]) => void }) {
  const words = useWords();
  const own = useRoomWords('people').give;
  const groups = useQuery(groupsQuery);
  const { isWorking, refusal, run } = useTask();
  const filled = groups.data?.filter((group) => group.locks > 0) ?? [];
  if (groups.error) return <Notice tone="bad">{tell(groups.error, words)}</Notice>;
  if (filled.length === 0) return null;
  const add = (id: string) =>
    void run(async () => {
      onAdd((await allLocksOf(id)).map(({ id: doorId, name, timeZone }) => ({ id: doorId, name, timeZone })));
    });
  return (
    <>
      <SearchedChoice key={count} label={own.ofGroup} hint={own.ofGroupHint} options={filled.map(({ id, name }) => ({ id, name }))} value="" onChange={add} isDisabled={isWorking} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
    </>
  );
}
