import { useMemo, useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { SearchedChoice } from '../parts/SearchedChoice';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import { useAddressToken } from './addressToken';
import { logIn } from './calls';
import { NewPassword } from './NewPassword';
import { charactersLeft } from './passwordStrength';
import styles from './Session.module.css';
import { enter } from './useSession';
import { zonesIn } from './zones';

const fields = ['token', 'tenantName', 'timeZone', 'login', 'displayName', 'password'] as const;
type Field = (typeof fields)[number];

/** The first account, by the token that the server printed. */
export function Owner({ onMade, onDone }: { onMade: (apiKey: string) => void; onDone: () => void }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('setUp');
  const [isAsked, ask] = useState(false);
  const [isMade, setMade] = useState(false);
  const tokenFound = useAddressToken();
  const isTokenFound = tokenFound !== '';
  const [given, setGiven] = useState<Record<Field, string>>(() => ({
    token: tokenFound,
    tenantName: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    login: '',
    displayName: '',
    password: '',
  }));
  const { isWorking, refusal, run } = useTask();
  const zones = useMemo(() => zonesIn(locale), [locale]);
  const missing = (field: Field, label: string) => (isAsked && !given[field].trim() ? words.session.required(label) : undefined);
  const set = (field: Field) => (text: string) => setGiven({ ...given, [field]: text });
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (charactersLeft(given.password) > 0 || fields.some((field) => !given[field].trim())) return;
    void run(async () => {
      const body = { ...given, token: given.token.trim(), login: given.login.trim(), displayName: given.displayName.trim(), tenantName: given.tenantName.trim() };
      if (!isMade) {
        onMade((await api.post('/set-up', { body })).apiKey);
        setMade(true);
      }

      // Where this fails it is tried again by itself: the token is used up.
      enter(await logIn({ login: body.login, password: body.password }));
      onDone();
    });
  };
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {isMade && refusal !== undefined && <Notice>{own.isMade}</Notice>}
      <TextField label={own.token} hint={isTokenFound ? own.tokenFound : own.tokenHint} autoFocus={!isTokenFound} autoComplete="off" value={given.token} onChange={set('token')} error={missing('token', own.token)} />
      <TextField label={own.tenant} hint={own.tenantHint} autoFocus={isTokenFound} autoComplete="organization" value={given.tenantName} onChange={set('tenantName')} error={missing('tenantName', own.tenant)} />
      <SearchedChoice label={own.zone} hint={own.zoneHint} options={zones} value={given.timeZone} onChange={set('timeZone')} error={missing('timeZone', own.zone)} />
      <TextField label={own.login} autoComplete="username" value={given.login} onChange={set('login')} error={missing('login', own.login)} />
      <TextField label={own.displayName} autoComplete="name" value={given.displayName} onChange={set('displayName')} error={missing('displayName', own.displayName)} />
      <NewPassword value={given.password} onChange={set('password')} isAsked={isAsked} />
      <Button type="submit" look="primary" isLarge isPending={isWorking}>
        {isWorking ? own.creating : own.act}
      </Button>
    </Form>
  );
}
