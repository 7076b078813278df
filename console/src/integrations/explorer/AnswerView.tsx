import { Disclosure, DisclosurePanel, Button as Plain, Heading } from 'react-aria-components';
import { Badge } from '../../parts/Notice';
import { useSpeech } from '../../words';
import { useRoomWords } from '../../words/rooms';
import area from '../Integrations.module.css';
import { formatted, type Answer } from './sendCall';

/** What came back: status, time, headers, body. */
export function AnswerView({ answer }: { answer: Answer }) {
  const { locale } = useSpeech();
  const own = useRoomWords('explorer');
  const { status, statusText, took, headers, body, isCut } = answer;
  return (
    <section aria-label={own.sent} aria-live="polite" className={area.stack}>
      <div className={area.inline}>
        <h3>{own.sent}</h3>
        <Badge tone={status < 300 ? 'good' : status < 500 ? 'warn' : 'bad'}>
          {status} {statusText}
        </Badge>
        <span className={area.quiet}>{own.took(Math.round(took).toLocaleString(locale))}</span>
      </div>
      {body ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys
        <pre className={area.code} tabIndex={0} role="region" aria-label={own.body}>
          {formatted(body)}
        </pre>
      ) : (
        <p className={area.quiet}>{own.empty}</p>
      )}
      {isCut && <p className={area.quiet}>{own.cut}</p>}
      <Disclosure>
        <Heading>
          <Plain slot="trigger" className={area.toggle!}>
            {own.headers}
          </Plain>
        </Heading>
        <DisclosurePanel>
          <pre className={area.code}>{headers.map(([name, value]) => `${name}: ${value}`).join('\n')}</pre>
        </DisclosurePanel>
      </Disclosure>
    </section>
  );
}
