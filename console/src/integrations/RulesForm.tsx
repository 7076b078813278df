import { useState } from 'react';
import { api } from '../api/client';
import type { components } from '../api/latchwork';
import { Button } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { useRoomWords } from '../words/rooms';
import { AddressRules, rulesBody, rulesFault, type Rules } from './AddressRules';
import type { ApiClient } from './clientQueries';
import { SettingsCard } from './SettingsCard';

type HmacUse = components['schemas']['HmacUse'];

/** From where a pair may call, and how it must sign. */
export function RulesForm({ client, use }: { client: ApiClient; use: HmacUse }) {
  const words = useRoomWords('integrations');
  const [rules, setRules] = useState<Rules>({
    anyAddress: use.rules.anyAddress ?? false,
    addresses: (use.rules.addresses ?? []).join('\n'),
    needsRequestLine: use.rules.needsRequestLine ?? false,
  });
  const save = () => api.put('/hmac-keys/{id}/rules', { path: { id: client.id }, body: rulesBody(rules) });
  return (
    <SettingsCard title={words.page.rulesTitle} queryKey={['apiClients']} save={save} isWrong={rulesFault(rules, words) !== undefined}>
      {use.recommendation && !rules.needsRequestLine && (
        <Notice tone="accent">
          {words.page.recommend} <Button onPress={() => setRules({ ...rules, needsRequestLine: true })}>{words.page.recommendAct}</Button>
        </Notice>
      )}
      <AddressRules rules={rules} onChange={setRules} isTold />
    </SettingsCard>
  );
}
