import { useState } from 'react';
import { api } from '../api/client';
import { Checkbox } from '../parts/Check';
import { TextField } from '../parts/TextField';
import { useRoomWords } from '../words/rooms';
import { AboutFields } from './AboutFields';
import type { ApplicationDetail } from './applicationQueries';
import { aboutFaults, aboutOf, mailBody, mailFaults, mailsOf, type Mails } from './applicationText';
import styles from './Integrations.module.css';
import { SettingsCard } from './SettingsCard';

const queryKey = ['applications'];

export function AboutForm({ application }: { application: ApplicationDetail }) {
  const words = useRoomWords('applications');
  const [about, setAbout] = useState(() => aboutOf(application));
  const isWrong = Object.keys(aboutFaults(about, words)).length > 0;
  return (
    <SettingsCard title={words.page.about} queryKey={queryKey} isWrong={isWrong} save={() => api.patch('/account/applications/{id}', { path: { id: application.id }, body: { ...about } })}>
      <AboutFields about={about} onChange={setAbout} isTold />
    </SettingsCard>
  );
}

/** How mails to its people look. */
export function MailForm({ application }: { application: ApplicationDetail }) {
  const words = useRoomWords('applications');
  const own = words.page;
  const [mails, setMails] = useState(() => mailsOf(application));
  const faults = mailFaults(mails, words);
  const field = (name: Exclude<keyof Mails, 'onlyEssential'>) => ({ value: mails[name], onChange: (text: string) => setMails({ ...mails, [name]: text }), error: faults[name] });
  return (
    <SettingsCard
      title={own.mails}
      queryKey={queryKey}
      isWrong={Object.keys(faults).length > 0}
      save={() => api.patch('/account/applications/{id}', { path: { id: application.id }, body: { mail: mailBody(mails) } })}
    >
      <p className={styles.quiet}>{own.mailsHint}</p>
      <div className={styles.pairs}>
        <TextField label={own.sender} type="email" {...field('senderEmail')} />
        <TextField label={own.senderName} maxLength={200} {...field('senderName')} />
        <TextField label={own.primary} placeholder="#00283C" maxLength={7} {...field('primaryColour')} />
        <TextField label={own.secondary} placeholder="#45BDD1" maxLength={7} {...field('secondaryColour')} />
      </div>
      <TextField label={own.button} type="url" maxLength={1000} {...field('url')} />
      <div className={styles.pairs}>
        <TextField label={own.headline} maxLength={200} {...field('headline')} />
        <TextField label={own.text} maxLength={200} {...field('text')} />
      </div>
      <Checkbox isSelected={mails.onlyEssential} onChange={(onlyEssential) => setMails({ ...mails, onlyEssential })}>
        {own.essential}
      </Checkbox>
    </SettingsCard>
  );
}
