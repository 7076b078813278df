import { useRef, useState, type PointerEvent } from 'react';
import type { Bar } from './layout';

/** What is being done to a bar: by so many days, over the row of that room. */
export interface Drag {
  bar: Bar;
  part: 'all' | 'end';
  days: number;
  unitId: string;
}

/** Before that a press is a press. */
const slack = 5;

/** Moves bars by mouse or pen; a finger scrolls, and the keyboard has the dialog. What is dropped is asked about, not done. */
export function useBarDrag(dayWidth: () => number, onDrop: (drag: Drag) => void) {
  const [drag, setDrag] = useState<Drag>();
  const held = useRef<{ x: number; y: number; drag: Drag; isMoving: boolean }>(undefined);
  const end = () => {
    held.current = undefined;
    setDrag(undefined);
  };
  const of = (bar: Bar, part: Drag['part']) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || event.pointerType === 'touch') return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { x: event.clientX, y: event.clientY, drag: { bar, part, days: 0, unitId: bar.unit.id }, isMoving: false };
      event.stopPropagation();
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const now = held.current;
      if (!now) return;
      now.isMoving ||= Math.hypot(event.clientX - now.x, event.clientY - now.y) > slack;
      if (!now.isMoving) return;
      const days = Math.round((event.clientX - now.x) / dayWidth());
      const over = part === 'all' ? rowAt(event.clientX, event.clientY) : undefined;
      now.drag = { ...now.drag, days, unitId: over ?? now.drag.unitId };
      setDrag(now.drag);
    },
    onPointerUp: () => {
      const now = held.current;
      if (now?.isMoving && (now.drag.days !== 0 || now.drag.unitId !== bar.unit.id)) onDrop(now.drag);
      // The click that follows belongs to the drag.
      setTimeout(end);
    },
    onPointerCancel: end,
    onClickCapture: (event: React.MouseEvent) => {
      if (!held.current?.isMoving) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key === 'Escape' && held.current) end();
    },
  });
  return { drag, of };
}

const rowAt = (x: number, y: number) =>
  document
    .elementsFromPoint(x, y)
    .map((element) => (element as HTMLElement).dataset?.unit)
    .find(Boolean);
