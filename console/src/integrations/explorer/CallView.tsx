import { useEffect, useState } from 'react';
import { Button } from '../../parts/Button';
import { Card } from '../../parts/Card';
import { Choice } from '../../parts/Choice';
import { Confirm } from '../../parts/Confirm';
import { Notice } from '../../parts/Notice';
import { TextArea } from '../../parts/TextArea';
import { TextField } from '../../parts/TextField';
import { useTask } from '../../parts/useTask';
import { useRoomWords } from '../../words/rooms';
import area from '../Integrations.module.css';
import { AnswerView } from './AnswerView';
import { Credentials } from './Credentials';
import type { ApiDocument } from './document';
import { draftOf, missingIn, type Draft, type Given } from './draft';
import styles from './Explorer.module.css';
import type { Field, Operation, Wire } from './operations';
import { Programs } from './Programs';
import { Reference } from './Reference';
import { sign, type Secrets } from './secrets';
import { sendCall, type Answer } from './sendCall';
import type { Signed } from './signing';

interface Own {
  wire: Wire;
  operation: Operation;
  document?: ApiDocument;
  secrets: Secrets;
  set: (part: Partial<Secrets>) => void;
}

/** One call: filled in, signed, printed, sent, and what the document says of it. */
export function CallView({ wire, operation, document, secrets, set }: Own) {
  const own = useRoomWords('explorer');
  const [given, setGiven] = useState<Given>(() => ({
    fields: Object.fromEntries(operation.fields.flatMap(({ name, example }) => (example ? [[name, example]] : []))),
    body: operation.example ?? '',
  }));
  const draft = draftOf(wire, operation, given);
  return (
    <>
      <Card>
        <div className={styles.head}>
          <h2>
            {operation.verb} {operation.path}
          </h2>
          <p lang="en">{operation.name}</p>
        </div>
        {operation.isDelicate && <Notice tone="warn">{own.delicate}</Notice>}
        <Fields operation={operation} given={given} onChange={setGiven} />
      </Card>
      {!operation.isOpen && <Credentials wire={wire} isSigned={operation.form === 'signed'} secrets={secrets} set={set} />}
      <Sending operation={operation} draft={draft} given={given} secrets={secrets} />
      <Programs draft={draft} />
      {operation.doc && document && <Reference document={document} operation={operation.doc} />}
    </>
  );
}

function Fields({ operation, given, onChange }: { operation: Operation; given: Given; onChange: (given: Given) => void }) {
  const own = useRoomWords('explorer');
  const set = (name: string) => (text: string) => onChange({ ...given, fields: { ...given.fields, [name]: text } });
  const hasBody = operation.form === 'json' || operation.form === 'signed';
  return (
    <>
      {operation.fields.length === 0 && !hasBody && <p className={area.quiet}>{own.noFields}</p>}
      {operation.fields.length > 0 && (
        <div className={area.pairs}>
          {operation.fields.map((field) => (
            <OneField key={field.name} field={field} value={given.fields[field.name] ?? ''} onChange={set(field.name)} />
          ))}
        </div>
      )}
      {hasBody && <TextArea label={operation.form === 'signed' ? own.operation : own.body} hint={own.bodyHint} rows={Math.min(14, Math.max(4, given.body.split('\n').length))} className={area.text!} value={given.body} onChange={(body) => onChange({ ...given, body })} />}
    </>
  );
}

function OneField({ field, value, onChange }: { field: Field; value: string; onChange: (text: string) => void }) {
  const own = useRoomWords('explorer');
  const label = field.isNeeded ? `${field.name} (${own.needed})` : field.name;
  if (field.words) {
    return <Choice label={label} options={[{ id: '-', name: own.anyWord }, ...field.words.map((id) => ({ id, name: id }))]} value={value || '-'} onChange={(id) => onChange(id === '-' ? '' : id)} />;
  }

  return <TextField label={label} autoComplete="off" value={value} onChange={onChange} />;
}

function Sending({ operation, draft, given, secrets }: { operation: Operation; draft: Draft; given: Given; secrets: Secrets }) {
  const own = useRoomWords('explorer');
  const [answer, setAnswer] = useState<Answer>();
  const [isAsked, ask] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const signed = useSigned(draft, secrets);
  const missing = missingIn(operation, given);
  const bySession = draft.wire === 'native' && secrets.bySession && !operation.isOpen;
  // Signed anew: what is shown may be older than it may be.
  const sendNow = () => run(async () => setAnswer(await sendCall(draft.verb, draft.target, await sign(draft, secrets), bySession)));
  return (
    <Card title={own.steps}>
      {signed && signed.steps.length > 0 && (
        <ol className={styles.steps}>
          {signed.steps.map(({ id, text }) => (
            <li key={id}>
              <span>{own.step[id]}</span>
              <pre className={area.code}>{text}</pre>
            </li>
          ))}
        </ol>
      )}
      {missing.length > 0 && <p className={area.quiet}>{own.missing(missing.join(', '))}</p>}
      <div>
        <Button look="primary" isPending={isWorking} isDisabled={missing.length > 0} onPress={() => (operation.isDelicate ? ask(true) : void sendNow())}>
          {isWorking ? own.sending : own.send}
        </Button>
      </div>
      <Confirm title={own.sendTitle} body={own.sendBody(`${draft.verb} ${draft.target}`)} act={own.send} isOpen={isAsked} onClose={() => ask(false)} onConfirm={sendNow} />
      {refusal !== undefined && <Notice tone="bad">{own.unreachable}</Notice>}
      {answer && refusal === undefined && <AnswerView answer={answer} />}
    </Card>
  );
}

/** The call as it would go out now. */
function useSigned(draft: Draft, secrets: Secrets): Signed | undefined {
  const [signed, setSigned] = useState<Signed>();
  const key = JSON.stringify(draft);
  useEffect(() => {
    let isOld = false;
    sign(JSON.parse(key) as Draft, secrets).then(
      (made) => !isOld && setSigned(made),
      () => !isOld && setSigned(undefined),
    );
    return () => {
      isOld = true;
    };
  }, [key, secrets]);
  return signed;
}
