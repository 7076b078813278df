import { useEffect, useState } from 'react';
import { useSpeech } from '../words';
import { agoText, timeText, zoneOfViewer, type TimeStyle } from '../words/times';
import styles from './Bits.module.css';
import { Told } from './Tip';

interface Own {
  at: string;
  /** Of the door; absent where there is none: the viewer's. */
  zone?: string;
  look?: TimeStyle | 'ago';
  /** Inside of a row that is one thing to the keyboard: no stop of its own. */
  isBare?: boolean;
}

/** An instant by the clocks of the door; the viewer's own clock where somebody looks closer. */
export function Time({ at, zone, look = 'short', isBare }: Own) {
  const { words, locale } = useSpeech();
  const now = useNow(look === 'ago');
  const own = zoneOfViewer();
  const text = look === 'ago' ? agoText(at, locale, words, now) : timeText(at, look, locale, zone);
  const exact = timeText(at, 'full', locale, zone);
  if (isBare) {
    return (
      <time dateTime={at} title={exact} className={styles.time}>
        {text}
      </time>
    );
  }

  const tip = (
    <>
      <div>{exact}</div>
      {zone && zone !== own && (
        <>
          <div className={styles.quiet}>{words.times.local(zone)}</div>
          <div>{words.times.yours(timeText(at, 'full', locale, own))}</div>
        </>
      )}
    </>
  );
  return (
    <Told more={tip}>
      <time dateTime={at} className={styles.time}>
        {text}
      </time>
    </Told>
  );
}

const beat = 20_000;
const beating = new Set<(now: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all that shows how long ago something was. */
function useNow(isAsked: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isAsked) return;
    beating.add(setNow);
    timer ??= setInterval(() => beating.forEach((each) => each(Date.now())), beat);
    return () => {
      beating.delete(setNow);
      if (beating.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    };
  }, [isAsked]);
  return now;
}
