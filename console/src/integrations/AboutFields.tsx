import { TextField } from '../parts/TextField';
import { useRoomWords } from '../words/rooms';
import { aboutFaults, type About } from './applicationText';
import styles from './Integrations.module.css';

interface Own {
  about: About;
  onChange: (about: About) => void;
  isTold: boolean;
}

/** What an application says of itself. */
export function AboutFields({ about, onChange, isTold }: Own) {
  const words = useRoomWords('applications');
  const own = words.form;
  const faults = isTold ? aboutFaults(about, words) : {};
  const field = (name: keyof About) => ({ value: about[name], onChange: (text: string) => onChange({ ...about, [name]: text }), error: faults[name] });
  return (
    <>
      <TextField label={own.name} hint={own.nameHint} isRequired maxLength={200} {...field('name')} />
      <TextField label={own.company} isRequired maxLength={200} {...field('companyName')} />
      <TextField label={own.address} hint={own.addressHint} isRequired maxLength={200} {...field('mailingAddress')} />
      <div className={styles.pairs}>
        <TextField label={own.policy} hint={own.url} type="url" maxLength={1000} {...field('privacyPolicy')} />
        <TextField label={own.support} hint={own.supportHint} maxLength={1000} {...field('supportContact')} />
        <TextField label={own.link} hint={own.url} type="url" maxLength={1000} {...field('appLink')} />
        <TextField label={own.logo} hint={own.url} type="url" maxLength={1000} {...field('logoUrl')} />
      </div>
    </>
  );
}
