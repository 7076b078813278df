import { useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import { Problem, tell } from '../../api/problems';
import { Button } from '../../parts/Button';
import { Card } from '../../parts/Card';
import { Notice } from '../../parts/Notice';
import { TextField } from '../../parts/TextField';
import { useTask } from '../../parts/useTask';
import { useWords } from '../../words';
import { useRoomWords } from '../../words/rooms';
import styles from '../Integrations.module.css';
import type { Wire } from './operations';
import type { Secrets } from './secrets';
import { sendCall } from './sendCall';
import { base64, makeOperationKey, sifelyLogIn, signBytes, type OperationKey } from './signing';

interface Own {
  secrets: Secrets;
  set: (part: Partial<Secrets>) => void;
}

/** Who calls: typed here, kept nowhere. */
export function Credentials({ wire, isSigned, ...rest }: Own & { wire: Wire; isSigned: boolean }) {
  const own = useRoomWords('explorer');
  return (
    <Card title={own.who}>
      {wire === 'native' && <OfNative {...rest} />}
      {wire === 'sifely' && <OfSifely {...rest} />}
      {wire === 'keyvox' && <OfKeyvox {...rest} />}
      {wire === 'doordeck' && <OfDoordeck isSigned={isSigned} {...rest} />}
      <p className={styles.quiet}>{own.kept}</p>
    </Card>
  );
}

function OfNative({ secrets, set }: Own) {
  const own = useRoomWords('explorer').native;
  return (
    <>
      <RadioGroup aria-label={own.by} value={secrets.bySession ? 'session' : 'key'} onChange={(value) => set({ bySession: value === 'session' })} className={styles.pairs!}>
        <Radio value="session" className={styles.choice!}>
          {own.session}
        </Radio>
        <Radio value="key" className={styles.choice!}>
          {own.key}
        </Radio>
      </RadioGroup>
      {secrets.bySession ? <p className={styles.quiet}>{own.sessionPrinted}</p> : <TextField label={own.keyLabel} hint={own.keyHint} type="password" autoComplete="off" value={secrets.nativeKey} onChange={(nativeKey) => set({ nativeKey })} />}
    </>
  );
}

function OfSifely({ secrets, set }: Own) {
  const words = useWords();
  const own = useRoomWords('explorer').sifely;
  const { isWorking, refusal, run } = useTask();
  const logIn = () =>
    void run(async () => {
      const answer = await ask('/system/smart/login', sifelyLogIn(secrets.sifelyAccount, secrets.sifelyPassword));
      const [key] = /sk-[0-9A-Za-z]+/.exec(answer.body) ?? [];
      if (!key) throw refused(answer);
      set({ sifelyKey: key });
    });
  return (
    <>
      <div className={styles.pairs}>
        <TextField label={own.account} autoComplete="off" value={secrets.sifelyAccount} onChange={(sifelyAccount) => set({ sifelyAccount })} />
        <TextField label={own.password} type="password" autoComplete="off" value={secrets.sifelyPassword} onChange={(sifelyPassword) => set({ sifelyPassword })} />
      </div>
      <div className={styles.inline}>
        <Button isPending={isWorking} isDisabled={!secrets.sifelyAccount || !secrets.sifelyPassword} onPress={logIn}>
          {own.logIn}
        </Button>
      </div>
      <TextField label={own.key} hint={own.keyHint} type="password" autoComplete="off" value={secrets.sifelyKey} onChange={(sifelyKey) => set({ sifelyKey })} />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
    </>
  );
}

function OfKeyvox({ secrets, set }: Own) {
  const own = useRoomWords('explorer').keyvox;
  return (
    <div className={styles.pairs}>
      <TextField label={own.key} autoComplete="off" value={secrets.keyvoxKey} onChange={(keyvoxKey) => set({ keyvoxKey: keyvoxKey.trim() })} />
      <TextField label={own.secret} type="password" autoComplete="off" value={secrets.keyvoxSecret} onChange={(keyvoxSecret) => set({ keyvoxSecret: keyvoxSecret.trim() })} />
    </div>
  );
}

function OfDoordeck({ secrets, set, isSigned }: Own & { isSigned: boolean }) {
  const words = useWords();
  const own = useRoomWords('explorer').doordeck;
  const { isWorking, refusal, run } = useTask();
  const logIn = () =>
    void run(async () => {
      const answer = await ask('/auth/token', JSON.stringify({ email: secrets.doordeckEmail, password: secrets.doordeckPassword }));
      if (answer.status !== 200) throw refused(answer);
      set({ doordeckToken: (JSON.parse(answer.body) as { authToken: string }).authToken });
    });
  return (
    <>
      <div className={styles.pairs}>
        <TextField label={own.email} autoComplete="off" value={secrets.doordeckEmail} onChange={(doordeckEmail) => set({ doordeckEmail })} />
        <TextField label={own.password} type="password" autoComplete="off" value={secrets.doordeckPassword} onChange={(doordeckPassword) => set({ doordeckPassword })} />
      </div>
      <div className={styles.inline}>
        <Button isPending={isWorking} isDisabled={!secrets.doordeckEmail || !secrets.doordeckPassword} onPress={logIn}>
          {own.logIn}
        </Button>
        {secrets.doordeckToken && <span role="status">{own.got}</span>}
      </div>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {isSigned && <SigningKey secrets={secrets} set={set} />}
    </>
  );
}

/** A key for signed operations: made here, certified by the server. */
function SigningKey({ secrets, set }: Own) {
  const words = useWords();
  const own = useRoomWords('explorer').doordeck;
  const [waiting, setWaiting] = useState<OperationKey>();
  const [code, setCode] = useState('');
  const { isWorking, refusal, run } = useTask();
  const bearer: [string, string][] = [['Authorization', `Bearer ${secrets.doordeckToken}`]];
  const take = (key: OperationKey, answer: string) => {
    const { certificateChain, userId } = JSON.parse(answer) as { certificateChain: string[]; userId: string };
    set({ operationKey: { ...key, chain: certificateChain, user: userId } });
    setWaiting(undefined);
  };
  const make = () =>
    void run(async () => {
      const key = await makeOperationKey();
      const body = JSON.stringify({ ephemeralKey: key.publicKey });
      const answer = await ask('/auth/certificate', body, bearer);
      if (answer.status === 200) return take(key, answer.body);
      // A further key of the account: a code is mailed.
      if (answer.status !== 423) throw refused(answer);
      const asked = await ask('/auth/certificate/verify', body, bearer);
      if (asked.status >= 300) throw refused(asked);
      setWaiting(key);
    });
  const prove = () =>
    void run(async () => {
      const signature = base64(await signBytes(waiting!, code.trim()));
      const answer = await ask('/auth/certificate/check', JSON.stringify({ verificationSignature: signature }), bearer);
      if (answer.status !== 200) throw refused(answer);
      take(waiting!, answer.body);
    });
  return (
    <div className={styles.stack}>
      <h3>{own.key}</h3>
      <p className={styles.quiet}>{own.keyBody}</p>
      {secrets.operationKey ? (
        <p role="status">{own.certified(secrets.operationKey.user ?? '')}</p>
      ) : waiting ? (
        <>
          <p>{own.codeBody}</p>
          <TextField label={own.code} inputMode="numeric" autoComplete="one-time-code" value={code} onChange={setCode} />
          <div>
            <Button isPending={isWorking} isDisabled={!code.trim()} onPress={prove}>
              {own.prove}
            </Button>
          </div>
        </>
      ) : (
        <div>
          <Button isPending={isWorking} isDisabled={!secrets.doordeckToken} onPress={make}>
            {own.make}
          </Button>
        </div>
      )}
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
    </div>
  );
}

const ask = (target: string, body: string, headers: [string, string][] = []) => sendCall('POST', target, { headers: [['Content-Type', 'application/json'], ...headers], body, steps: [] }, false);

/** In the wire's own words. */
const refused = ({ status, body }: { status: number; body: string }) => new Problem('refused-by-wire', status, `${status} ${body.slice(0, 300)}`);
