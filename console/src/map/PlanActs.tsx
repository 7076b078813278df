import { useQueryClient } from '@tanstack/react-query';
import { ImageUp, Map as MapIcon, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { api, send } from '../api/client';
import { tell } from '../api/problems';
import { Button } from '../parts/Button';
import { Confirm } from '../parts/Confirm';
import { Empty } from '../parts/Empty';
import { Notice } from '../parts/Notice';
import { useTask } from '../parts/useTask';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { largestPlan, planQuery } from './mapQueries';

/** No picture of the site is there yet. */
export function NoPlan({ siteId }: { siteId: string }) {
  const own = useRoomWords('map');
  const mayDraw = useMay('sites:write');
  return (
    <Empty icon={<MapIcon size={22} aria-hidden />} title={own.none} body={mayDraw ? own.noneMay : own.noneMayNot}>
      {mayDraw && <ChoosePlan siteId={siteId} look="primary" word={own.choose} />}
    </Empty>
  );
}

/** Another picture, or none. */
export function PlanActs({ siteId }: { siteId: string }) {
  const own = useRoomWords('map');
  const queries = useQueryClient();
  const [isAsked, ask] = useState(false);
  return (
    <>
      <ChoosePlan siteId={siteId} word={own.replace} />
      <Button icon={<Trash2 size={16} aria-hidden />} onPress={() => ask(true)}>
        {own.remove}
      </Button>
      <Confirm
        title={own.removeTitle}
        body={own.removeBody}
        act={own.remove}
        isOpen={isAsked}
        onClose={() => ask(false)}
        onConfirm={async () => {
          await api.delete('/sites/{id}/plan', { path: { id: siteId } });
          await queries.invalidateQueries({ queryKey: planQuery(siteId).queryKey });
        }}
      />
    </>
  );
}

function ChoosePlan({ siteId, word, look }: { siteId: string; word: string; look?: 'primary' }) {
  const words = useWords();
  const own = useRoomWords('map');
  const queries = useQueryClient();
  const [isTooLarge, setTooLarge] = useState(false);
  const { isWorking, refusal, run } = useTask();
  const take = (file: File | undefined) => {
    setTooLarge(file !== undefined && file.size > largestPlan);
    if (!file || file.size > largestPlan) return;
    void run(async () => {
      await send('put', '/sites/{id}/plan', { path: { id: siteId }, body: file });
      await queries.invalidateQueries({ queryKey: planQuery(siteId).queryKey });
    });
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={['image/png', 'image/jpeg']} onSelect={(files) => take(files?.[0])}>
        <Button look={look} icon={<ImageUp size={16} aria-hidden />} isPending={isWorking}>
          {word}
        </Button>
      </FileTrigger>
      {(isTooLarge || refusal !== undefined) && <Notice tone="bad">{isTooLarge ? own.tooLarge : tell(refusal, words)}</Notice>}
    </>
  );
}
