import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { Button } from '../../parts/Button';
import { Card } from '../../parts/Card';
import tabs from '../../doors/Lock.module.css';
import { useWords } from '../../words';
import { useRoomWords } from '../../words/rooms';
import area from '../Integrations.module.css';
import type { Draft } from './draft';
import styles from './Explorer.module.css';
import { csharp } from './print/csharp';
import { curl } from './print/curl';
import { javascript } from './print/javascript';
import { python } from './print/python';

const printers = { curl, csharp, javascript, python };
type Language = keyof typeof printers;

/** The same call as a program: it signs by itself whenever it runs. */
export function Programs({ draft }: { draft: Draft }) {
  const own = useRoomWords('explorer');
  return (
    <Card title={own.program}>
      <p className={area.quiet}>{own.environment}</p>
      <Tabs className={tabs.tabs!}>
        <TabList aria-label={own.program} className={tabs.tabList!}>
          {(Object.keys(printers) as Language[]).map((language) => (
            <Tab key={language} id={language} className={tabs.tab!}>
              {own.languages[language]}
            </Tab>
          ))}
        </TabList>
        {(Object.keys(printers) as Language[]).map((language) => (
          <TabPanel key={language} id={language} className={tabs.panel!}>
            <Program text={printers[language](draft, window.location.origin)} name={own.languages[language]} />
          </TabPanel>
        ))}
      </Tabs>
    </Card>
  );
}

function Program({ text, name }: { text: string; name: string }) {
  const words = useWords();
  const own = useRoomWords('explorer');
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  return (
    <div className={area.stack}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys */}
      <pre className={`${area.code} ${styles.program}`} tabIndex={0} role="region" aria-label={`${own.program}: ${name}`}>
        {text}
      </pre>
      <div>
        <Button onPress={copy} icon={isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}>
          <span aria-live="polite">{isCopied ? words.acts.copied : own.copyProgram}</span>
        </Button>
      </div>
    </div>
  );
}
