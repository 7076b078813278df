import { useQueryClient } from '@tanstack/react-query';
import { MapPin } from 'lucide-react';
import { tell } from '../api/problems';
import type { Lock } from '../doors/doorQueries';
import lockStyles from '../doors/Lock.module.css';
import { Button } from '../parts/Button';
import { Card } from '../parts/Card';
import { say } from '../parts/toasts';
import { useWords } from '../words';
import { useRoomWords } from '../words/rooms';
import { keepPlace } from './keepPlace';
import { middle } from './places';

/** Doors of the site that are not on its picture yet. */
export function Unplaced({ locks }: { locks: Lock[] }) {
  const words = useWords();
  const own = useRoomWords('map');
  const queries = useQueryClient();
  const left = locks.filter((lock) => !lock.place);
  return (
    <Card title={own.unplaced}>
      {left.length === 0 && <p className={lockStyles.quiet}>{locks.length === 0 ? own.noDoors : own.allPlaced}</p>}
      <ul className={lockStyles.rows}>
        {left.map((lock) => (
          <li key={lock.id} className={lockStyles.row}>
            <span className={lockStyles.rowMain}>{lock.name}</span>
            <Button
              icon={<MapPin size={16} aria-hidden />}
              aria-label={`${own.place}: ${lock.name}`}
              onPress={() => void keepPlace(queries, lock, middle).catch((error: unknown) => say(tell(error, words), 'bad'))}
            >
              {own.place}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
