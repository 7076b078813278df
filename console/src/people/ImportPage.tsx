import { useQueryClient } from '@tanstack/react-query';
import { Download, FileUp } from 'lucide-react';
import { useState } from 'react';
import { DropZone, FileTrigger, Form, Label, Text, TextArea, TextField, type DropItem } from 'react-aria-components';
import { Problem, tell } from '../api/problems';
import lock from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { Empty } from '../parts/Empty';
import field from '../parts/Field.module.css';
import { Notice } from '../parts/Notice';
import { Page } from '../parts/Page';
import { saveAs } from '../parts/saveAs';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { carryOut, largest, preview, rowsInError, template, textOf, type Done, type Plan } from './importFile';
import { ImportPlan } from './ImportPlan';
import styles from './People.module.css';
import { PeopleNav } from './PeopleNav';

/** A file, as far as it got. */
interface Taken {
  name: string;
  text: string;
  plan: Plan;
}

/** Many people at once: a file is looked at, and then carried out as it was shown. */
export default function ImportPage() {
  const words = useWords();
  const own = useRoomWords('people').import;
  const queries = useQueryClient();
  const mayGive = useMay('grants:write');
  const [taken, take] = useState<Taken>();
  const [done, setDone] = useState<{ told: Done; left?: Taken }>();
  const { isWorking, refusal, run, forget } = useTask();
  const look = (name: string, text: string) =>
    void run(async () => {
      setDone(undefined);
      take({ name, text, plan: await preview(text) });
    });
  const go = (leavesOutErrors: boolean) =>
    void run(async () => {
      try {
        const told = await carryOut(taken!.text, taken!.plan, leavesOutErrors);
        setDone({ told, left: told.leftOut > 0 ? taken : undefined });
        take(undefined);
        // People, grants, codes and cards are others now, wherever they are shown.
        await queries.invalidateQueries();
      } catch (problem) {
        // What it would do now is shown, in place of what it would have done.
        if (problem instanceof Problem && problem.code === 'precondition-failed') take({ ...taken!, plan: await preview(taken!.text) });
        throw problem;
      }
    });
  const again = () => {
    take(undefined);
    setDone(undefined);
    forget();
  };
  if (!mayGive) {
    return (
      <Page title={own.title}>
        <PeopleNav />
        <Empty icon={<FileUp size={22} aria-hidden />} title={own.mayNot} body={own.mayNotBody} />
      </Page>
    );
  }

  return (
    <Page title={own.title}>
      <PeopleNav />
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      {done && <Result told={done.told} left={done.left} />}
      {taken ? <ImportPlan plan={taken.plan} name={taken.name} isWorking={isWorking} onCarryOut={go} onSave={() => save(taken)} onOther={again} /> : <Choose isWorking={isWorking} onText={look} />}
    </Page>
  );
}

const save = ({ name, text, plan }: Taken) => saveAs(`${name.replace(/\.\w+$/, '') || 'people'}-errors.csv`, new Blob(['\uFEFF', rowsInError(text, plan)], { type: 'text/csv' }));

function Result({ told, left }: { told: Done; left?: Taken }) {
  const own = useRoomWords('people').import;
  return (
    <Notice tone="good">
      <div>{own.done(told.made, told.changed, told.kept)}</div>
      {left && (
        <>
          <div>{own.leftOut(told.leftOut)}</div>
          <Button icon={<Download size={16} aria-hidden />} onPress={() => save(left)}>
            {own.saveErrors}
          </Button>
        </>
      )}
    </Notice>
  );
}

// A pending button is announced by its own name for some seconds, and these go away before that.
function Choose({ isWorking, onText }: { isWorking: boolean; onText: (name: string, text: string) => void }) {
  const own = useRoomWords('people').import;
  const [pasted, paste] = useState('');
  const [wrong, setWrong] = useState('');
  const read = async (file: File | undefined) => {
    setWrong('');
    if (!file) return;
    if (file.size > largest) return setWrong(own.tooLarge);
    const text = await textOf(file);
    if (text === undefined) return setWrong(own.notUtf8);
    onText(file.name, text);
  };
  const drop = async (items: DropItem[]) => {
    const file = items.find((item) => item.kind === 'file');
    await read(file && (await file.getFile()));
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (pasted.trim() !== '') onText('people.csv', pasted);
  };
  return (
    <>
      <Card title={own.file}>
        <p>{own.body}</p>
        {wrong && <Notice tone="bad">{wrong}</Notice>}
        <DropZone onDrop={({ items }) => void drop(items)} className={styles.drop!}>
          <Text slot="label">{own.drop}</Text>
          <FileTrigger acceptedFileTypes={['.csv', 'text/csv', '.txt', '.tsv']} onSelect={(files) => void read(files?.[0])}>
            <Button look="primary" icon={<FileUp size={16} aria-hidden />} isDisabled={isWorking}>
              {isWorking ? own.looking : own.choose}
            </Button>
          </FileTrigger>
        </DropZone>
        <Template />
      </Card>
      <Card title={own.paste}>
        <Form onSubmit={submit} className={lock.stack!}>
          <TextField value={pasted} onChange={paste} className={field.field!}>
            <Label className={field.label}>{own.rows}</Label>
            <TextArea className={styles.area!} rows={6} spellCheck={false} />
            <Text slot="description" className={field.hint}>
              {own.pasteHint}
            </Text>
          </TextField>
          <div>
            <Button type="submit" isDisabled={isWorking || pasted.trim() === ''}>
              {own.look}
            </Button>
          </div>
        </Form>
      </Card>
      <Columns />
    </>
  );
}

function Template() {
  const words = useWords();
  const own = useRoomWords('people').import;
  const { isWorking, refusal, run } = useTask();
  return (
    <>
      {refusal !== undefined && <Notice tone="bad">{tell(refusal, words)}</Notice>}
      <div>
        <Button look="quiet" icon={<Download size={16} aria-hidden />} isPending={isWorking} onPress={() => void run(async () => saveAs('people.csv', await template()))}>
          {own.template}
        </Button>
      </div>
    </>
  );
}

/** What may stand in which column. */
function Columns() {
  const own = useRoomWords('people').import;
  return (
    <Card title={own.columns}>
      <dl className={lock.facts}>
        {Object.entries(own.column).map(([name, says]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
