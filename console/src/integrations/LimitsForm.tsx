import { useState } from 'react';
import { api } from '../api/client';
import { Checkbox } from '../parts/Check';
import { Choice } from '../parts/Choice';
import { TextField } from '../parts/TextField';
import { useRoomWords } from '../words/rooms';
import { kindOf, type ApiClient } from './clientQueries';
import styles from './Integrations.module.css';
import { SettingsCard } from './SettingsCard';

type Limits = ApiClient['limits'];

const numbers = ['callsPerMinute', 'callsPerMonth', 'deviceLimit'] as const;

/** What means something for a client of the kind: plans, months and devices are the Sifely wire's alone. */
const shownFor = (client: ApiClient) => (kindOf(client) === 'sifely' ? numbers : numbers.slice(0, 1));

const isNumber = (name: string, text: string) => text === '' || (/^\d{1,9}$/.test(text) && (name !== 'callsPerMinute' || Number(text) > 0));

export function LimitsForm({ client }: { client: ApiClient }) {
  const words = useRoomWords('integrations');
  const own = words.page;
  const [limits, setLimits] = useState<Limits>(client.limits);
  const [texts, setTexts] = useState<Record<string, string>>(Object.fromEntries(numbers.map((name) => [name, client.limits[name]?.toString() ?? ''])));
  const shown = shownFor(client);
  const isWrong = shown.some((name) => !isNumber(name, texts[name]!));
  const save = () => {
    const told = Object.fromEntries(numbers.filter((name) => texts[name]).map((name) => [name, Number(texts[name])]));
    return api.put('/api-clients/{id}/limits', { path: { id: client.id }, body: { ...told, plan: limits.plan?.trim() || undefined, subscription: limits.subscription, masksCodes: limits.masksCodes } });
  };
  return (
    <SettingsCard title={own.limitsTitle} queryKey={['apiClients']} save={save} isWrong={isWrong}>
      <p className={styles.quiet}>{own.limitsHint}</p>
      <div className={styles.pairs}>
        {kindOf(client) === 'sifely' && (
          <>
            <TextField label={own.planName} maxLength={40} value={limits.plan ?? ''} onChange={(plan) => setLimits({ ...limits, plan })} />
            <Choice label={own.subscription} options={Object.entries(words.clients.subscription).map(([id, name]) => ({ id, name }))} value={limits.subscription ?? 'active'} onChange={(id) => setLimits({ ...limits, subscription: id as Limits['subscription'] })} />
          </>
        )}
        {shown.map((name) => (
          <TextField key={name} label={own[name]} inputMode="numeric" value={texts[name]!} onChange={(text) => setTexts({ ...texts, [name]: text })} error={isNumber(name, texts[name]!) ? undefined : own.wholeNumber} />
        ))}
      </div>
      <Checkbox isSelected={limits.masksCodes ?? false} onChange={(masksCodes) => setLimits({ ...limits, masksCodes })}>
        {own.masksCodes}
      </Checkbox>
    </SettingsCard>
  );
}
