// Rows and columns: only what is in view is in the document, so a hundred thousand rows scroll as ten
// do. Sorting, choosing and loading more are the caller's; keys and screen readers come with React Aria.
import type {ReactNode} from 'react';
import type {Key, Selection, SortDescriptor} from 'react-aria-components/Table';
import {
  Cell,
  Collection,
  Column,
  Row,
  Table,
  TableBody,
  TableHeader,
  TableLoadMoreItem,
  useTableOptions,
} from 'react-aria-components/Table';
import {TableLayout, Virtualizer} from 'react-aria-components/Virtualizer';
import {useText} from '@/i18n/language.tsx';
import css from './data_grid.module.css';
import {Checkbox} from './field.tsx';
import {Icon} from './icon.tsx';

export interface GridColumn<T> {
  id: string;
  title: string;
  cell: (row: T) => ReactNode;
  width?: number; // in px; without it the column shares what is left
  least?: number;
  end?: boolean; // numbers stand at the end
  sorts?: boolean;
  rowHeader?: boolean; // names the row to screen readers
}

export interface DataGridProps<T> {
  label: string;
  columns: GridColumn<T>[];
  rows: T[];
  keyOf: (row: T) => string;
  sort?: SortDescriptor;
  onSort?: (sort: SortDescriptor) => void;
  selected?: Selection;
  onSelect?: (selected: Selection) => void;
  onOpen?: (key: string) => void;
  onMore?: () => void; // the end is near
  loadingMore?: boolean;
  empty?: ReactNode;
}

const rowHeight = 40;

export function DataGrid<T extends object>(props: DataGridProps<T>) {
  const {columns, rows, keyOf, onSelect} = props;
  return (
    <Virtualizer layout={TableLayout} layoutOptions={{rowHeight, headingHeight: 34}}>
      <Table
        aria-label={props.label}
        className={css.grid}
        sortDescriptor={props.sort}
        onSortChange={props.onSort}
        selectionMode={onSelect ? 'multiple' : 'none'}
        selectionBehavior="toggle"
        selectedKeys={props.selected}
        onSelectionChange={onSelect}
        onRowAction={props.onOpen && ((key: Key) => props.onOpen?.(String(key)))}
      >
        <Header columns={columns} />
        <TableBody renderEmptyState={() => <div className={css.empty}>{props.empty}</div>}>
          <Collection items={rows.map((row) => ({id: keyOf(row), row}))} dependencies={[columns]}>
            {({id, row}) => <GridRow id={id} row={row} columns={columns} />}
          </Collection>
          {props.onMore && (
            <TableLoadMoreItem
              onLoadMore={props.onMore}
              isLoading={props.loadingMore}
              className={css.more}
            >
              <Loading />
            </TableLoadMoreItem>
          )}
        </TableBody>
      </Table>
    </Virtualizer>
  );
}

function Loading() {
  const t = useText();
  return <span role="status">{t('web.loading')}</span>;
}

function Header<T>({columns}: {columns: GridColumn<T>[]}) {
  const {selectionBehavior, selectionMode} = useTableOptions();
  return (
    <TableHeader className={css.header}>
      {selectionMode === 'multiple' && selectionBehavior === 'toggle' && (
        <Column width={42} minWidth={42} className={css.column}>
          <Checkbox slot="selection" />
        </Column>
      )}
      {columns.map((column) => (
        <Column
          key={column.id}
          id={column.id}
          isRowHeader={column.rowHeader}
          allowsSorting={column.sorts}
          width={column.width}
          minWidth={column.least ?? 80}
          className={`${css.column} ${column.end ? css.end : ''}`}
        >
          {({sortDirection, allowsSorting}) => (
            <span className={css.title}>
              <span className={css.clip}>{column.title}</span>
              {allowsSorting && sortDirection && (
                <span className={sortDirection === 'ascending' ? css.up : undefined}>
                  <Icon name="down" size={14} />
                </span>
              )}
            </span>
          )}
        </Column>
      ))}
    </TableHeader>
  );
}

interface GridRowProps<T> {
  id: string;
  row: T;
  columns: GridColumn<T>[];
}

function GridRow<T>({id, row, columns}: GridRowProps<T>) {
  const {selectionBehavior, selectionMode} = useTableOptions();
  return (
    <Row id={id} className={css.row}>
      {selectionMode === 'multiple' && selectionBehavior === 'toggle' && (
        <Cell className={css.cell}>
          <Checkbox slot="selection" />
        </Cell>
      )}
      {columns.map((column) => (
        <Cell key={column.id} className={`${css.cell} ${column.end ? css.end : ''}`}>
          <span className={css.clip} dir="auto">
            {column.cell(row)}
          </span>
        </Cell>
      ))}
    </Row>
  );
}
