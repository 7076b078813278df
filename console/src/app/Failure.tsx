import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty';
import { useWords, type Words } from '../words';

interface Own {
  words: (words: Words) => { title: string; body: string };
  children: (words: Words) => ReactNode;
  /** Nothing stands around it that has the landmark already. */
  isAlone?: boolean;
}

/** A whole page that could not be shown, and the way out. */
export function Failure({ words: of, children, isAlone }: Own) {
  const words = useWords();
  const { title, body } = of(words);
  const told = (
    <>
      <title>{words.title(title)}</title>
      <Empty icon={<CircleAlert size={22} aria-hidden />} title={title} body={body}>
        {children(words)}
      </Empty>
    </>
  );
  return isAlone ? <main>{told}</main> : told;
}
