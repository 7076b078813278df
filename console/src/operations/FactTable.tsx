import type { ReactNode } from 'react';
import styles from './Operations.module.css';

type Column = string | { name: string; isNumber: true };

interface Own {
  label: string;
  columns: Column[];
  rows: { id: string; cells: ReactNode[] }[];
}

/** A few rows to be read, with nothing to do in them. */
export function FactTable({ label, columns, rows }: Own) {
  const isNumber = (index: number) => typeof columns[index] !== 'string';
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls where it is narrow, by keyboard too (WCAG 2.1.1)
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" className={isNumber(index) ? styles.number : undefined}>
                {typeof column === 'string' ? column : column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id}>
              {cells.map((cell, index) => (
                <td key={index} className={isNumber(index) ? styles.number : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
