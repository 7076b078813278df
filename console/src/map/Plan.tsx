import { useEffect, useRef } from 'react';
import type { Lock } from '../doors/doorQueries';
import styles from './Map.module.css';
import { MovablePin, Pin } from './Pin';

interface Own {
  picture: ImageBitmap;
  label: string;
  locks: Lock[];
  isEditing: boolean;
}

/** The picture, and the doors on it. It is drawn, since the page may show no picture that is not a file of the server. */
export function Plan({ picture, label, locks, isEditing }: Own) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawn = canvas.current!;
    // The size of the picture; how large it is shown, the page says.
    [drawn.width, drawn.height] = [picture.width, picture.height];
    drawn.getContext('2d')!.drawImage(picture, 0, 0);
  }, [picture]);
  const frame = useRef<HTMLUListElement>(null);
  return (
    <div className={styles.plan}>
      {/* eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- it is drawn on once, and nobody does anything on it */}
      <canvas ref={canvas} className={styles.picture} role="img" aria-label={label} />
      <ul ref={frame} className={styles.pins}>
        {locks.map((lock) => (
          <li key={lock.id}>{isEditing ? <MovablePin lock={lock} frame={frame} /> : <Pin lock={lock} />}</li>
        ))}
      </ul>
    </div>
  );
}
