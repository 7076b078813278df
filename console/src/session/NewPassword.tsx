import { TextField } from '../parts/TextField';
import { useRoomWords } from '../words/rooms';
import { charactersLeft, levelOf, strengthOf } from './passwordStrength';
import styles from './Session.module.css';

interface Own {
  value: string;
  onChange: (password: string) => void;
  isAsked: boolean;
  autoFocus?: boolean;
}

/** A password that somebody makes up, with a hint how good it is. */
export function NewPassword({ value, onChange, isAsked, autoFocus }: Own) {
  const own = useRoomWords('setUp');
  const left = charactersLeft(value);
  return (
    <>
      <TextField
        label={own.password}
        hint={own.passwordHint}
        type="password"
        autoComplete="new-password"
        autoFocus={autoFocus}
        value={value}
        onChange={onChange}
        error={isAsked && left > 0 ? own.tooShort(left) : undefined}
      />
      {value && !(isAsked && left > 0) && <StrengthHint password={value} left={left} />}
    </>
  );
}

function StrengthHint({ password, left }: { password: string; left: number }) {
  const words = useRoomWords('setUp');
  const said = left > 0 ? words.tooShort(left) : words.strength[strengthOf(password)];
  return (
    <div className={styles.strength}>
      <meter min={0} max={4} low={2} high={3} optimum={4} value={levelOf(strengthOf(password))} aria-label={said} />
      <span aria-live="polite">{said}</span>
    </div>
  );
}
