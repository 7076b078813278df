import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Brush, Pencil, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { api, send } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Checkbox } from '../parts/Check';
import { Acts, Dialog } from '../parts/Dialog';
import { Badge, Notice } from '../parts/Notice';
import { SearchField, TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import type { Site, Unit } from './bookingQueries';
import styles from './Bookings.module.css';

/** The rooms of a site, and which locks lead into each. */
export default function Rooms({ site, units, onClose }: { site: Site; units: Unit[]; onClose: () => void }) {
  const words = useWords();
  const all = useRoomWords('bookings');
  const own = all.units;
  const [edited, edit] = useState<Unit | 'new' | undefined>(units.length === 0 ? 'new' : undefined);
  const back = () => (units.length === 0 && edited === 'new' ? onClose() : edit(undefined));
  if (edited) {
    return (
      <Dialog title={edited === 'new' ? own.addTitle : own.editTitle(edited.name)} isOpen onClose={onClose}>
        <RoomForm site={site} unit={edited === 'new' ? undefined : edited} onClose={back} onSaved={onClose} />
      </Dialog>
    );
  }

  return (
    <Dialog title={own.title} isOpen onClose={onClose}>
      <p className={styles.quiet}>{own.body}</p>
      <ul className={styles.rows}>
        {units.map((unit) => (
          <li key={unit.id} className={styles.row}>
            <div className={styles.rowMain}>
              <div className={styles.rowTitle}>
                {unit.name}
                {!unit.isClean && <Badge tone="warn">{all.calendar.dirty}</Badge>}
              </div>
              <div className={styles.small}>{unit.locks.map(({ name }) => name).join(', ') || own.lockCount(0)}</div>
            </div>
            {!unit.isClean && <Clean unit={unit} />}
            <Button look="quiet" icon={<Pencil size={16} aria-hidden />} aria-label={`${own.edit}: ${unit.name}`} onPress={() => edit(unit)} />
          </li>
        ))}
      </ul>
      <Acts>
        <Button onPress={onClose}>{words.acts.close}</Button>
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onPress={() => edit('new')}>
          {own.add}
        </Button>
      </Acts>
    </Dialog>
  );
}

function Clean({ unit }: { unit: Unit }) {
  const words = useWords();
  const own = useRoomWords('bookings').units;
  const queries = useQueryClient();
  const { isWorking, refusal, run } = useTask();
  const clean = async () => {
    await api.patch('/units/{id}', { path: { id: unit.id }, body: { isClean: true } });
    await queries.invalidateQueries({ queryKey: ['units'] });
  };
  return (
    <>
      {refusal !== undefined && <span role="alert">{tell(refusal, words)}</span>}
      <Button look="quiet" icon={<Brush size={16} aria-hidden />} aria-label={`${own.clean}: ${unit.name}`} isPending={isWorking} onPress={() => void run(clean)} />
    </>
  );
}

function RoomForm({ site, unit, onClose, onSaved }: { site: Site; unit?: Unit; onClose: () => void; onSaved: () => void }) {
  const words = useWords();
  const own = useRoomWords('bookings').units;
  const queries = useQueryClient();
  const [given, setGiven] = useState({ name: unit?.name ?? '', number: unit?.number ?? '' });
  const [locks, setLocks] = useState(new Set(unit?.locks.map(({ id }) => id)));
  const [search, setSearch] = useState('');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const found = useQuery({
    queryKey: ['doors', 'ofSite', site.id, search],
    queryFn: async ({ signal }) => (await api.get('/locks', { query: { siteId: site.id, name: search || undefined, limit: 200 }, signal })).items,
    placeholderData: (before) => before,
  });
  const isNameWrong = given.name.trim() === '';
  const made = useRef(unit?.id);
  const save = async () => {
    const isThere = made.current !== undefined;
    const fields = { name: given.name.trim(), number: given.number.trim() };
    // Where its locks are refused, it is there already: the next try changes that one.
    const id = (made.current ??= unit?.id ?? (await api.post('/units', { body: { siteId: site.id, name: fields.name, number: fields.number || undefined } })).id);
    if (isThere) await api.patch('/units/{id}', { path: { id }, body: fields });
    await send('put', '/units/{id}/locks', { path: { id }, body: { lockIds: [...locks] } });
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (isNameWrong) return;
    void run(async () => {
      try {
        await save();
      } finally {
        await Promise.all(['units', 'stays', 'stay'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      }

      say(own.saved);
      onSaved();
    });
  };
  const toggle = (id: string) => (isIn: boolean) => {
    const next = new Set(locks);
    if (isIn) next.add(id);
    else next.delete(id);
    setLocks(next);
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <div className={styles.two}>
        <TextField label={own.name} autoFocus maxLength={100} value={given.name} onChange={(name) => setGiven({ ...given, name })} error={isAsked && isNameWrong ? own.needsName : undefined} />
        <TextField label={own.number} maxLength={50} value={given.number} onChange={(number) => setGiven({ ...given, number })} />
      </div>
      <SearchField label={own.findLock} value={search} onChange={setSearch} />
      <div role="group" aria-label={own.locks} className={styles.locks}>
        <span className={styles.small}>
          {own.locks} · {own.lockCount(locks.size)}
        </span>
        {found.data?.length === 0 && <span className={styles.quiet}>{own.noLocks}</span>}
        {found.data?.map((lock) => (
          <Checkbox key={lock.id} isSelected={locks.has(lock.id)} onChange={toggle(lock.id)}>
            {lock.name}
          </Checkbox>
        ))}
      </div>
      <p className={styles.small}>{own.locksHint}</p>
      <Acts>
        <Button onPress={onClose}>{words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.saving : own.save}
        </Button>
      </Acts>
    </Form>
  );
}
