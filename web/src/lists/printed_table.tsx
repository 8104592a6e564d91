// The grid has only the rows in view; paper gets all that were loaded, in a table that breaks across pages.
import {useEffect, useState} from 'react';
import {flushSync} from 'react-dom';
import type {GridColumn} from '@/ui/data_grid.tsx';
import type {Item} from './fields.ts';
import css from './lists.module.css';

interface PrintedTableProps {
  label: string;
  columns: GridColumn<Item>[];
  rows: Item[];
}

export function PrintedTable({label, columns, rows}: PrintedTableProps) {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  if (!printing) return null;
  return (
    <table className={css.printed}>
      <caption className="visually-hidden">{label}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.id} scope="col">
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            {columns.map((column) => (
              <td key={column.id} dir="auto">
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
