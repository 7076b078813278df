import { useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useRef, useState, type CSSProperties, type RefObject } from 'react';
import { mergeProps, useMove } from 'react-aria';
import { Link } from 'react-aria-components';
import { api } from '../api/client';
import { tell } from '../api/problems';
import type { Lock } from '../doors/doorQueries';
import { boltLook } from '../doors/LockMarks';
import { Button } from '../parts/Button';
import { say } from '../parts/toasts';
import { useSpeech } from '../words';
import { useRoomWords } from '../words/rooms';
import styles from './Map.module.css';
import { keepPlace } from './keepPlace';
import { movedBy, type Place } from './places';

const at = ({ x, y }: Place): CSSProperties => ({ insetInlineStart: `${x * 100}%`, top: `${y * 100}%` });

function useStateText(lock: Lock) {
  const { doors } = useSpeech().words;
  const known = !lock.isOnline && lock.linkId ? doors.offline : (doors.bolt[lock.bolt] ?? doors.bolt.unknown!);
  return lock.door === 'open' ? `${known}, ${doors.leaf.open}` : known;
}

/** A door where it is: its state, its name, and the way to its page. */
export function Pin({ lock }: { lock: Lock }) {
  const own = useRoomWords('map');
  const state = useStateText(lock);
  const { icon: Icon, tone } = boltLook(lock.bolt);
  return (
    <Link href={`/doors/${lock.id}`} className={styles.pin!} style={at(lock.place!)} data-tone={lock.isOnline || !lock.linkId ? tone : 'bad'} aria-label={own.pin(lock.name, state)}>
      <Icon size={16} aria-hidden />
      <span aria-hidden>{lock.name}</span>
    </Link>
  );
}

/** So far one press of an arrow key moves it: a hundredth of the picture. */
const keyStep = 100;

/** The same, to be put where it is by pointer or arrow keys. */
export function MovablePin({ lock, frame }: { lock: Lock; frame: RefObject<HTMLUListElement | null> }) {
  const { words, locale } = useSpeech();
  const own = useRoomWords('map');
  const queries = useQueryClient();
  const [place, setPlace] = useState<Place>(lock.place!);
  const now = useRef(place);
  const { icon: Icon } = boltLook(lock.bolt);
  const keep = async () => {
    try {
      await keepPlace(queries, lock, now.current);
    } catch (error) {
      setPlace((now.current = lock.place!));
      say(tell(error, words), 'bad');
    }
  };
  const { moveProps } = useMove({
    onMove({ deltaX, deltaY, pointerType }) {
      const { clientWidth: width, clientHeight: height } = frame.current!;
      const isKey = pointerType === 'keyboard';
      now.current = movedBy(now.current, isKey ? (deltaX * width) / keyStep : deltaX, isKey ? (deltaY * height) / keyStep : deltaY, width, height);
      setPlace(now.current);
    },
    onMoveEnd: () => void keep(),
  });
  const percent = (part: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(part);
  return (
    <div className={styles.movable} style={at(place)}>
      <button type="button" {...mergeProps(moveProps)} className={`${styles.pin} ${styles.grip}`} aria-label={own.moved(lock.name, percent(place.x), percent(place.y))}>
        <Icon size={16} aria-hidden />
        <span aria-hidden>{lock.name}</span>
      </button>
      <Button
        look="quiet"
        aria-label={own.take(lock.name)}
        icon={<X size={14} aria-hidden />}
        onPress={() =>
          void api
            .delete('/locks/{id}/place', { path: { id: lock.id } })
            .then(() => queries.invalidateQueries({ queryKey: ['doors'] }))
            .catch((error: unknown) => say(tell(error, words), 'bad'))
        }
      />
    </div>
  );
}
