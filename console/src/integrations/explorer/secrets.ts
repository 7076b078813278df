import { useState } from 'react';
import type { Draft } from './draft';
import { passwordStep, sifelyLogIn, signHmac, signOperation, withHeader, type OperationKey, type Signed } from './signing';

/** Who calls, as it was typed: in memory alone, for as long as the page is open. */
export interface Secrets {
  bySession: boolean;
  nativeKey: string;
  sifelyAccount: string;
  sifelyPassword: string;
  sifelyKey: string;
  keyvoxKey: string;
  keyvoxSecret: string;
  doordeckEmail: string;
  doordeckPassword: string;
  doordeckToken: string;
  operationKey?: OperationKey;
}

const none: Secrets = { bySession: true, nativeKey: '', sifelyAccount: '', sifelyPassword: '', sifelyKey: '', keyvoxKey: '', keyvoxSecret: '', doordeckEmail: '', doordeckPassword: '', doordeckToken: '' };

export function useSecrets() {
  const [secrets, setSecrets] = useState(none);
  return { secrets, set: (part: Partial<Secrets>) => setSecrets((known) => ({ ...known, ...part })) };
}

/** What is not typed yet is shown as what it is. */
const or = (text: string, name: string) => text || `<${name}>`;

/** The call as it goes out, with what was done to it. */
export async function sign(draft: Draft, secrets: Secrets): Promise<Signed> {
  switch (draft.proof) {
    case 'none':
      return { headers: draft.headers, body: draft.body, steps: [] };
    case 'bearer':
      return secrets.bySession ? { headers: draft.headers, body: draft.body, steps: [{ id: 'session', text: 'Cookie: __Host-…' }] } : withHeader(draft, `Bearer ${or(secrets.nativeKey, 'key')}`);
    case 'sifelyKey':
      return withHeader(
        draft,
        or(secrets.sifelyKey, 'key'),
        secrets.sifelyPassword ? [passwordStep(secrets.sifelyPassword), { id: 'logIn', text: `POST /system/smart/login\n${sifelyLogIn(secrets.sifelyAccount, secrets.sifelyPassword)}` }] : [],
      );
    case 'hmac':
      return signHmac(draft, { key: or(secrets.keyvoxKey, 'key'), secret: secrets.keyvoxSecret });
    case 'doordeckToken':
      return withHeader(draft, `Bearer ${or(secrets.doordeckToken, 'token')}`);
    case 'doordeckSigned':
      return secrets.operationKey ? signOperation(draft, secrets.operationKey, or(secrets.doordeckToken, 'token')) : withHeader(draft, `Bearer ${or(secrets.doordeckToken, 'token')}`);
  }
}
