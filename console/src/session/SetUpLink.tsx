import { useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Choice } from '../parts/Choice';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Session.module.css';

type Driver = components['schemas']['Driver'];

interface Own {
  onLinked: (id: string) => void;
  onCancel: () => void;
  /** What not doing it is called, where that is not simply to cancel. */
  cancelWord?: string;
}

export function FirstLink({ onLinked, onCancel, cancelWord }: Own) {
  const words = useWords();
  const own = useRoomWords('setUp');
  const [drivers, setDrivers] = useState<Driver[]>([]);
  const [family, setFamily] = useState('');
  const [address, setAddress] = useState('');
  const [secret, setSecret] = useState('');
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const [unread, tellUnread] = useState<unknown>();
  const choose = (driver: Driver | undefined) => {
    setFamily(driver?.family ?? '');
    setAddress(usualAddress(driver));
    setSecret('');
  };
  useEffect(() => {
    const read = async () => {
      const { items } = await api.get('/drivers');
      setDrivers(items);
      setFamily(items[0]?.family ?? '');
      setAddress(usualAddress(items[0]));
    };
    read().catch(tellUnread);
  }, []);
  const driver = drivers.find((one) => one.family === family);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!driver || !address.trim()) return;
    void run(async () => {
      const body = { family, address: address.trim(), name: own.linkNames[family] ?? family, ...(secret ? { secret } : {}) };
      onLinked((await api.post('/links', { body })).id);
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      <p>{own.linkBody}</p>
      {(refusal ?? unread) !== undefined && <Notice tone="bad">{tell(refusal ?? unread, words)}</Notice>}
      <Choice
        label={own.family}
        options={drivers.map((one) => ({ id: one.family, name: own.families[one.family] ?? one.family }))}
        value={family}
        onChange={(id) => choose(drivers.find((one) => one.family === id))}
      />
      <TextField
        label={own.address}
        hint={driver && own.addressForm(driver.addressForm)}
        value={address}
        onChange={setAddress}
        // What its kind usually has is filled in once it is known: never into what somebody types.
        isDisabled={!driver}
        error={isAsked && !address.trim() ? words.session.required(own.address) : undefined}
      />
      {driver?.takesSecret && <TextField label={own.secret} type="password" autoComplete="off" value={secret} onChange={setSecret} />}
      <div className={styles.acts}>
        <Button onPress={onCancel}>{cancelWord ?? words.acts.cancel}</Button>
        <Button type="submit" look="primary" isPending={isWorking} isDisabled={!driver}>
          {own.connect}
        </Button>
      </div>
    </Form>
  );
}

const usualAddress = (driver: Driver | undefined) => (driver?.family === 'simulator' ? 'simulator:office' : (driver?.addressForm ?? ''));
