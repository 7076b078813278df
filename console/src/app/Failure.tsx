import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Empty } from '../parts/Empty';
import { useWords, type Words } from '../words';

interface Own {
  words: (words: Words) => { title: string; body: string };
  children: (words: Words) => ReactNode;
}

/** A whole page that could not be shown, and the way out. */
export function Failure({ words: of, children }: Own) {
  const words = useWords();
  const { title, body } = of(words);
  return (
    <main>
      <title>{words.title(title)}</title>
      <Empty icon={<CircleAlert size={22} aria-hidden />} title={title} body={body}>
        {children(words)}
      </Empty>
    </main>
  );
}
