import styles from './Session.module.css';

/** Drawn from its rows of ones and noughts, quiet zone and all; dark on light in both themes, since cameras want it so. */
export function QrPicture({ rows, label }: { rows: string[]; label: string }) {
  const path = rows.flatMap((row, y) => [...row].flatMap((cell, x) => (cell === '1' ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg className={styles.qr} viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
