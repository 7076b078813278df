import { Download } from 'lucide-react';
import { Button } from '../parts/Button';
import { Menu, MenuItem } from '../parts/Menu';
import { saveAs } from '../parts/saveAs';
import { say } from '../parts/toasts';
import { useTask } from '../parts/useTask';
import { send } from '../api/client';
import { tell } from '../api/problems';
import { useMay } from '../session/useSession';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { filterQuery, type EventFilters } from './eventQueries';

/** What the filters let through, as a file. It asks for a step-up where the session has none. */
export function Export({ filters }: { filters: EventFilters }) {
  const words = useWords();
  const own = useRoomWords('timeline').export;
  const isAllowed = useMay('audit:export');
  const { isWorking, run } = useTask();
  if (!isAllowed) return null;
  const take = (format: 'csv' | 'jsonl') =>
    void run(async () => {
      try {
        const answer = await send('get', '/events/export', { query: { ...filterQuery(filters), since: filters.since || undefined, format }, headers: { Accept: '*/*' } });
        saveAs(`events.${format}`, await answer.blob());
        say(own.done);
      } catch (error) {
        say(tell(error, words), 'bad');
      }
    });
  const trigger = (
    <Button icon={<Download size={16} aria-hidden />} isPending={isWorking}>
      {isWorking ? own.working : own.act}
    </Button>
  );
  return (
    <Menu label={own.act} trigger={trigger}>
      <MenuItem id="csv" onAction={() => take('csv')}>
        {own.csv}
      </MenuItem>
      <MenuItem id="jsonl" onAction={() => take('jsonl')}>
        {own.jsonl}
      </MenuItem>
    </Menu>
  );
}
