/** Calls that nobody at the screen caused must not keep their session awake. A call counts as theirs this long after they last touched anything. */
const theirs = 10_000;

let lastTouch = Date.now();

export function watchPresence(over: Window) {
  const touch = () => (lastTouch = Date.now());
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchmove']) over.addEventListener(kind, touch, { capture: true, passive: true });
}

export const isAttended = (now = Date.now()) => now - lastTouch < theirs;
