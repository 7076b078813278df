import { Radio, RadioGroup } from 'react-aria-components';
import { Checkbox } from '../parts/Check';
import { Notice } from '../parts/Notice';
import { TextArea } from '../parts/TextArea';
import type { integrations } from '../words/en/integrations';
import { useRoomWords } from '../words/rooms';
import { faultOf, linesOf, mostAddresses } from './addresses';
import styles from './Integrations.module.css';

/** As it is typed. */
export interface Rules {
  anyAddress: boolean;
  addresses: string;
  needsRequestLine: boolean;
}

export const noRules: Rules = { anyAddress: false, addresses: '', needsRequestLine: true };

/** As the server takes it. */
export const rulesBody = ({ anyAddress, addresses, needsRequestLine }: Rules) => ({ ...(anyAddress ? { anyAddress } : { addresses: linesOf(addresses) }), needsRequestLine });

/** What is wrong with the list, in words. */
export function rulesFault({ anyAddress, addresses }: Rules, { rules: own }: typeof integrations): string | undefined {
  if (anyAddress) return undefined;
  const lines = linesOf(addresses);
  if (lines.length > mostAddresses) return own.tooMany;
  const wrong = lines.find((line) => faultOf(line) !== undefined);
  return wrong === undefined ? undefined : faultOf(wrong) === 'hostBits' ? own.hostBits(wrong) : own.wrong(wrong);
}

export function AddressRules({ rules, onChange, isTold }: { rules: Rules; onChange: (rules: Rules) => void; isTold: boolean }) {
  const words = useRoomWords('integrations');
  const own = words.rules;
  const fault = rulesFault(rules, words);
  return (
    <>
      <RadioGroup aria-label={own.from} value={rules.anyAddress ? 'any' : 'listed'} onChange={(value) => onChange({ ...rules, anyAddress: value === 'any' })} className={styles.choices!}>
        <span className={styles.label} aria-hidden>
          {own.from}
        </span>
        <Radio value="listed" className={styles.choice!}>
          {own.listed}
        </Radio>
        <Radio value="any" className={styles.choice!}>
          {own.anywhere}
        </Radio>
      </RadioGroup>
      {!rules.anyAddress && (
        <>
          <TextArea label={own.addresses} hint={own.addressesHint} rows={4} className={styles.text!} value={rules.addresses} onChange={(addresses) => onChange({ ...rules, addresses })} error={isTold ? fault : undefined} />
          {linesOf(rules.addresses).length === 0 && <Notice tone="warn">{own.nobody}</Notice>}
        </>
      )}
      <div className={styles.cell}>
        <Checkbox isSelected={rules.needsRequestLine} onChange={(needsRequestLine) => onChange({ ...rules, needsRequestLine })}>
          {own.requestLine}
        </Checkbox>
        <small>{own.requestLineHint}</small>
      </div>
    </>
  );
}
