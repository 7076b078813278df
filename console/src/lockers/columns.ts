import type { Box } from './lockerQueries';

/** A box where it stands in its column, counted in the height of a small one. */
export interface PlacedBox {
  box: Box;
  from: number;
  height: number;
}

export interface Column {
  number: string;
  boxes: PlacedBox[];
}

const heights: Record<string, number> = { small: 1, medium: 2, large: 3 };

/** The number on the door says the column and the place in it, counted from the top. */
export function columnsOf(boxes: Box[]): Column[] {
  const columns = new Map<string, PlacedBox[]>();
  for (const box of boxes) {
    const column = columns.get(box.number.slice(0, 2)) ?? [];
    const last = column.at(-1);
    column.push({ box, from: last ? last.from + last.height : 0, height: heights[box.size] ?? 1 });
    columns.set(box.number.slice(0, 2), column);
  }

  return [...columns].map(([number, placed]) => ({ number, boxes: placed }));
}

/** Where an arrow key goes: in a column from door to door, and beside it to the door at the same height. */
export function nextBox(columns: Column[], number: string, key: string): string | undefined {
  const at = columns.findIndex(({ boxes }) => boxes.some(({ box }) => box.number === number));
  const column = columns[at];
  const row = column?.boxes.findIndex(({ box }) => box.number === number) ?? -1;
  const here = column?.boxes[row];
  if (!column || !here) return undefined;
  const beside = (other?: Column) => other && (other.boxes.find(({ from, height }) => from <= here.from && here.from < from + height) ?? other.boxes.at(-1));
  const found = {
    ArrowUp: column.boxes[row - 1],
    ArrowDown: column.boxes[row + 1],
    ArrowLeft: beside(columns[at - 1]),
    ArrowRight: beside(columns[at + 1]),
    Home: columns[0]?.boxes[0],
    End: columns.at(-1)?.boxes.at(-1),
  }[key];
  return found?.box.number;
}
