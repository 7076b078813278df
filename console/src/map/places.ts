export interface Place {
  x: number;
  y: number;
}

export const middle: Place = { x: 0.5, y: 0.5 };

const within = (part: number) => Math.min(1, Math.max(0, part));

/** A place moved by pixels on a picture of that size, and never off it. To a ten-thousandth: more nobody sees. */
export const movedBy = ({ x, y }: Place, deltaX: number, deltaY: number, width: number, height: number): Place => ({
  x: rounded(within(x + deltaX / Math.max(1, width))),
  y: rounded(within(y + deltaY / Math.max(1, height))),
});

const rounded = (part: number) => Math.round(part * 10_000) / 10_000;
