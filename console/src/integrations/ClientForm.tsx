import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Form, Radio, RadioGroup } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import { Button, ButtonLink } from '../parts/Button';
import { Acts } from '../parts/Dialog';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useSpeech, useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { timeText } from '../words/times';
import { AddressRules, noRules, rulesBody, rulesFault, type Rules } from './AddressRules';
import { sifelyKeyQuery, type ProgramKind } from './clientQueries';
import styles from './Integrations.module.css';
import { integrationScopes, ScopeChoice } from './ScopeChoice';
import { WhereItGoes, type Made } from './Stored';

interface Own {
  kind: ProgramKind;
  onMade: (made: Made) => void;
  onBack: () => void;
  onClose: () => void;
}

/** What a client of the kind needs to be said about it. */
export function ClientForm(own: Own) {
  if (own.kind === 'doordeck') return <NothingToMake {...own} />;
  return own.kind === 'sifely' ? <OwnKey {...own} /> : <NamedClient {...own} kind={own.kind} />;
}

interface Given {
  name: string;
  scopes: string[];
  /** Of a kind that has usual ones: they are not those. */
  isChosen: boolean;
  rules: Rules;
  perMinute: string;
}

type NamedKind = Exclude<ProgramKind, 'doordeck' | 'sifely'>;

async function make(kind: NamedKind, { name, scopes, isChosen, rules, perMinute }: Given): Promise<Made> {
  const callsPerMinute = perMinute ? Number(perMinute) : undefined;
  const chosen = isChosen ? scopes : undefined;
  switch (kind) {
    case 'native':
      return { kind, ...(await api.post('/native-keys', { body: { name, scopes } })) };
    case 'keyvox': {
      const { key, secret } = await api.post('/hmac-keys', { body: { name, scopes: chosen, callsPerMinute, ...rulesBody(rules) } });
      return { kind, clientId: key, secret };
    }
    case 'app': {
      const { clientId, clientSecret, userPrefix } = await api.post('/api-clients', { body: { name } });
      return { kind, clientId, userPrefix, secret: clientSecret };
    }
    case 'integration':
      return { kind, secret: (await api.post('/integration-tokens', { body: { name, scopes: chosen, callsPerMinute } })).token };
  }
}

function NamedClient({ kind, onMade, onBack }: Own & { kind: NamedKind }) {
  const words = useWords();
  const own = useRoomWords('integrations');
  const queries = useQueryClient();
  const [given, setGiven] = useState<Given>({ name: '', scopes: [], isChosen: kind === 'native', rules: noRules, perMinute: '' });
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const set = (part: Partial<Given>) => setGiven({ ...given, ...part });
  const name = given.name.trim();
  const lacksScopes = given.isChosen && given.scopes.length === 0;
  const isRateWrong = !/^([1-9]\d*)?$/.test(given.perMinute);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!name || lacksScopes || isRateWrong || (kind === 'keyvox' && rulesFault(given.rules, own))) return;
    void run(async () => {
      const made = await make(kind, { ...given, name });
      await queries.invalidateQueries({ queryKey: ['apiClients'] });
      onMade(made);
    });
  };
  return (
    <Form onSubmit={submit} className={styles.stack!} validationBehavior="aria">
      {kind !== 'native' && <p className={styles.quiet}>{own.wizard[kind]}</p>}
      <TextField label={own.wizard.name} hint={own.wizard.nameHint} autoFocus maxLength={200} value={given.name} onChange={(text) => set({ name: text })} error={isAsked && !name ? own.wizard.nameMissing : undefined} />
      {kind === 'native' && <ScopeChoice value={given.scopes} onChange={(scopes) => set({ scopes })} error={isAsked && lacksScopes ? own.wizard.scopesMissing : undefined} />}
      {kind === 'keyvox' && <AddressRules rules={given.rules} onChange={(rules) => set({ rules })} isTold={isAsked} />}
      {(kind === 'keyvox' || kind === 'integration') && (
        <>
          <RadioGroup aria-label={own.wizard.scopeKind} value={given.isChosen ? 'chosen' : 'usual'} onChange={(value) => set({ isChosen: value === 'chosen' })} className={styles.choices!}>
            <span className={styles.label} aria-hidden>
              {own.wizard.scopeKind}
            </span>
            <Radio value="usual" className={styles.choice!}>
              {own.wizard.usual}
            </Radio>
            <Radio value="chosen" className={styles.choice!}>
              {own.wizard.chosen}
            </Radio>
          </RadioGroup>
          {given.isChosen && <ScopeChoice value={given.scopes} onChange={(scopes) => set({ scopes })} most={kind === 'integration' ? integrationScopes : undefined} error={isAsked && lacksScopes ? own.wizard.scopesMissing : undefined} />}
          <TextField label={own.wizard.perMinute} hint={own.wizard.perMinuteHint} inputMode="numeric" value={given.perMinute} onChange={(perMinute) => set({ perMinute })} error={isRateWrong ? own.page.wholeNumber : undefined} />
        </>
      )}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <Acts>
        <Button onPress={onBack}>{words.acts.back}</Button>
        <Button type="submit" look="primary" isPending={isWorking}>
          {isWorking ? own.wizard.making : own.wizard.make}
        </Button>
      </Acts>
    </Form>
  );
}

/** On the Sifely wire a key is an account's: one's own. */
function OwnKey({ kind, onMade, onBack }: Own) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('integrations').wizard;
  const queries = useQueryClient();
  const { data } = useQuery(sifelyKeyQuery);
  const { isWorking, refusal, run } = useTask();
  const renew = () =>
    void run(async () => {
      const { clientId, secret } = await api.post('/account/sifely-key');
      await Promise.all([queries.invalidateQueries({ queryKey: ['apiClients'] }), queries.invalidateQueries({ queryKey: ['sifelyKey'] })]);
      onMade({ kind, clientId, secret });
    });
  return (
    <Explained onBack={onBack} act={<Button look="primary" isPending={isWorking} isDisabled={!data} onPress={renew}>{own.sifely.act}</Button>}>
      <p>{own.sifely.body}</p>
      {data?.madeAt && <Notice tone="warn">{own.sifely.has(timeText(data.madeAt, 'short', locale))}</Notice>}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
    </Explained>
  );
}

function NothingToMake({ kind, onBack, onClose }: Own) {
  const words = useWords();
  const own = useRoomWords('integrations').wizard.doordeck;
  return (
    <Explained onBack={onBack} act={<Button look="primary" onPress={onClose}>{words.acts.close}</Button>}>
      <p>{own.body}</p>
      <WhereItGoes made={{ kind }} />
      <p>{own.own}</p>
      <div>
        <ButtonLink href="/integrations/applications">{own.applications}</ButtonLink>
      </div>
    </Explained>
  );
}

function Explained({ onBack, act, children }: { onBack: () => void; act: ReactNode; children: ReactNode }) {
  const words = useWords();
  return (
    <div className={styles.stack}>
      {children}
      <Acts>
        <Button onPress={onBack}>{words.acts.back}</Button>
        {act}
      </Acts>
    </div>
  );
}
