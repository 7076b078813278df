import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Form } from 'react-aria-components';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Switch } from '../parts/Check';
import { Skeleton } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { SearchedChoice } from '../parts/SearchedChoice';
import { TextField } from '../parts/TextField';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { load, useMay } from '../session/useSession';
import { zonesIn } from '../session/zones';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { tenantQuery } from './operationQueries';

type Tenant = components['schemas']['Tenant'];

/** What the organisation is called, where it is, and what its people are asked. */
export function Organisation() {
  const words = useWords();
  const own = useRoomWords('operations').organisation;
  const { data, error } = useQuery(tenantQuery);
  return (
    <Card title={own.title}>
      {error && <Notice tone="bad">{tell(error, words)}</Notice>}
      {!data && !error && <Skeleton height="12rem" />}
      {data && <Fields key={data.id} tenant={data} />}
    </Card>
  );
}

function Fields({ tenant }: { tenant: Tenant }) {
  const { words, locale } = useSpeech();
  const zones = useMemo(() => zonesIn(locale), [locale]);
  const own = useRoomWords('operations').organisation;
  const queries = useQueryClient();
  const mayWrite = useMay('tenant:write');
  const [name, setName] = useState(tenant.name);
  const [timeZone, setTimeZone] = useState(tenant.timeZone);
  const [asksBeforeOpening, setAsks] = useState(tenant.asksBeforeOpening);
  const { isWorking, refusal, run } = useTask();
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    void run(async () => {
      const changed = Object.fromEntries(Object.entries({ name: name.trim(), timeZone, asksBeforeOpening }).filter(([field, value]) => tenant[field as keyof Tenant] !== value));
      if (Object.keys(changed).length > 0) await api.patch('/tenant', { body: changed });
      await queries.invalidateQueries({ queryKey: tenantQuery.queryKey });
      // The menu names it too.
      await load();
      say(words.acts.saved);
    });
  };
  return (
    <Form onSubmit={submit} className={lock.form!} validationBehavior="aria">
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <TextField label={own.name} maxLength={200} value={name} onChange={setName} isDisabled={!mayWrite} error={name.trim() ? undefined : own.nameMissing} />
      <SearchedChoice label={own.zone} hint={own.zoneHint} options={zones} value={timeZone} onChange={setTimeZone} isDisabled={!mayWrite} />
      <Switch isSelected={asksBeforeOpening} onChange={setAsks} isDisabled={!mayWrite}>
        {own.asks}
      </Switch>
      <p className={lock.quiet}>{own.asksBody}</p>
      {mayWrite && (
        <div>
          <Button type="submit" look="primary" isPending={isWorking}>
            {isWorking ? words.acts.saving : words.acts.save}
          </Button>
        </div>
      )}
    </Form>
  );
}
