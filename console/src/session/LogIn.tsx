import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { Problem, tell } from '../api/problems';
import { Button, ButtonLink } from '../parts/Button';
import { Notice } from '../parts/Notice';
import { TextField } from '../parts/TextField';
import { useTask } from '../parts/useTask';
import { useWords } from '../words';
import { logIn } from './calls';
import { whyNoPasskeys } from './passkeyPlace';
import styles from './Session.module.css';
import { Stage } from './Stage';
import { usePrompt } from './usePrompt';
import { enter } from './useSession';

export default function LogIn({ because }: { because?: string }) {
  const { session: words } = useWords();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [asksCode, askCode] = useState(false);
  const startOver = () => {
    setPassword('');
    askCode(false);
  };
  if (asksCode) return <Code login={login} password={password} onBack={startOver} />;
  return (
    <Stage title={words.welcome}>
      <Password because={because} login={login} password={password} onLogin={setLogin} onPassword={setPassword} onCodeAsked={() => askCode(true)} />
    </Stage>
  );
}

interface PasswordOwn {
  because?: string;
  login: string;
  password: string;
  onLogin: (text: string) => void;
  onPassword: (text: string) => void;
  onCodeAsked: () => void;
}

function Password({ because, login, password, onLogin, onPassword, onCodeAsked }: PasswordOwn) {
  const words = useWords();
  const own = words.session;
  const { isWorking, refusal, run, forget } = useTask();
  const prompt = usePrompt();
  const [isAsked, ask] = useState(false);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    ask(true);
    if (!login.trim() || !password) return;
    prompt.giveUp();
    void run(async () => {
      try {
        enter(await logIn({ login: login.trim(), password }));
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== 'second-factor-needed') throw error;
        onCodeAsked();
      }
    });
  };
  const byPasskey = () => {
    forget();
    void prompt.ask(async (signal) => enter(await (await import('./passkeys')).logInByPasskey(signal)));
  };
  const wrong = refusal ?? prompt.refusal;
  const ended = because && own.ended[because];
  return (
    <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
      {ended && wrong === undefined && <Notice tone="accent">{ended}</Notice>}
      {wrong !== undefined && <Notice tone="bad">{tell(wrong, words)}</Notice>}
      <TextField label={own.login} name="username" autoComplete="username" autoFocus value={login} onChange={onLogin} error={isAsked && !login.trim() ? own.required(own.login) : undefined} />
      <TextField label={own.password} name="password" type="password" autoComplete="current-password" value={password} onChange={onPassword} error={isAsked && !password ? own.required(own.password) : undefined} />
      <Button type="submit" look="primary" isLarge isPending={isWorking}>
        {isWorking ? own.loggingIn : own.logIn}
      </Button>
      {!whyNoPasskeys() && (
        <Button isLarge icon={<KeyRound size={18} aria-hidden />} isPending={prompt.isOpen} isDisabled={isWorking} onPress={byPasskey}>
          {own.byPasskey}
        </Button>
      )}
      <ButtonLink look="quiet" href="/forgot">
        {own.forgot}
      </ButtonLink>
    </Form>
  );
}

function Code({ login, password, onBack }: { login: string; password: string; onBack: () => void }) {
  const words = useWords();
  const own = words.session;
  const [code, setCode] = useState('');
  const { isWorking, refusal, run, forget } = useTask();
  const prompt = usePrompt();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (!code.trim()) return;
    prompt.giveUp();
    void run(async () => enter(await logIn({ login: login.trim(), password, code: code.trim() })));
  };
  const byPasskey = () => {
    forget();
    void prompt.ask(async (signal) => enter(await (await import('./passkeys')).logInByPasskey(signal, { login: login.trim(), password })));
  };
  const wrong = refusal ?? prompt.refusal;
  return (
    <Stage title={own.codeAsked} lead={own.codeAskedBody}>
      <Form onSubmit={submit} className={styles.form!} validationBehavior="aria">
        {wrong !== undefined && <Notice tone="bad">{tell(wrong, words)}</Notice>}
        <TextField label={own.code} hint={own.codeHint} inputRef={input} name="code" autoComplete="one-time-code" value={code} onChange={setCode} />
        <Button type="submit" look="primary" isLarge isPending={isWorking}>
          {isWorking ? own.loggingIn : own.logIn}
        </Button>
        {!whyNoPasskeys() && (
          <Button isLarge icon={<KeyRound size={18} aria-hidden />} isPending={prompt.isOpen} isDisabled={isWorking} onPress={byPasskey}>
            {own.usePasskey}
          </Button>
        )}
        <Button look="quiet" onPress={onBack}>
          {own.startOver}
        </Button>
      </Form>
    </Stage>
  );
}
