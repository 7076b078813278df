import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { Button, ButtonLink } from '../parts/Button';
import { Copied } from '../parts/Copied';
import { useRoomWords } from '../words/rooms';
import { FactorSetUp } from './FactorSetUp';
import styles from './Session.module.css';
import { FirstLink } from './SetUpLink';
import { FirstLocks } from './SetUpLocks';
import { Owner } from './SetUpOwner';
import { Stage } from './Stage';
import { load, useSessionState } from './useSession';

const steps = ['owner', 'key', 'factor', 'link', 'locks'] as const;
type Step = (typeof steps)[number];

/** From the one-time token to the first door that opened. The key is kept nowhere but here, and only until it is left. */
export default function SetUp() {
  const words = useRoomWords('setUp');
  // Whoever comes back to a server that is set up goes on from the log-in; whoever is setting it up stays here to the end.
  const { stage } = useSessionState();
  const [isOpen] = useState(stage === 'notSetUp');
  return isOpen ? (
    <Wizard />
  ) : (
    <Stage title={words.already.title} lead={words.already.body}>
      <ButtonLink look="primary" isLarge href="/">
        {words.already.act}
      </ButtonLink>
    </Stage>
  );
}

function Wizard() {
  const words = useRoomWords('setUp');
  const [step, setStep] = useState<Step>('owner');
  const [apiKey, setApiKey] = useState('');
  const [linkId, setLinkId] = useState<string>();
  const [, navigate] = useLocation();
  const finish = () => {
    navigate('/doors', { replace: true });
    void load();
  };
  const number = steps.indexOf(step);
  const told = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (step !== 'owner') told.current?.focus();
  }, [step]);
  return (
    <Stage title={words.title} lead={step === 'owner' ? words.intro : undefined} isWide>
      <div className={styles.form}>
        <ol className={styles.steps} aria-hidden>
          {steps.map((one, index) => (
            <li key={one} data-is={index < number ? 'past' : index === number ? 'now' : 'ahead'} />
          ))}
        </ol>
        <p ref={told} tabIndex={-1} className={styles.told}>
          {words.step(number + 1, steps.length, words.steps[step])}
        </p>
        {step === 'owner' && (
          <Owner onMade={setApiKey} onDone={() => setStep('key')} />
        )}
        {step === 'key' && (
          <ApiKey
            apiKey={apiKey}
            onKept={() => {
              setApiKey('');
              setStep('factor');
            }}
          />
        )}
        {step === 'factor' && <FactorSetUp onDone={() => void load().then(() => setStep('link'))} />}
        {step === 'link' && (
          <>
            <h2>{words.linkTitle}</h2>
            <FirstLink
              onLinked={(id) => {
                setLinkId(id);
                setStep('locks');
              }}
              onCancel={finish}
              cancelWord={words.skip}
            />
          </>
        )}
        {step === 'locks' && linkId && <FirstLocks linkId={linkId} onFinish={finish} />}
      </div>
    </Stage>
  );
}

function ApiKey({ apiKey, onKept }: { apiKey: string; onKept: () => void }) {
  const words = useRoomWords('setUp');
  return (
    <>
      <h2>{words.keyTitle}</h2>
      <p>{words.keyBody}</p>
      <Copied text={apiKey} label={words.keyTitle} />
      <Button look="primary" onPress={onKept}>
        {words.keyKept}
      </Button>
    </>
  );
}
