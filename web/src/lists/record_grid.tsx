// A list of records: its condition, its rows, and what stands there when there are none.
import {type ReactNode, Suspense, useMemo} from 'react';
import type {Selection} from 'react-aria-components/Table';
import type {AboutRecord} from '@/api/properties.ts';
import {lazy} from '@/app/lazy.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {Failed} from '@/ui/failed.tsx';
import {EmptyState, Skeleton} from '@/ui/states.tsx';
import {columnsOf} from './columns.tsx';
import {filterFields, type Item} from './fields.ts';
import {PrintedTable} from './printed_table.tsx';
import type {Asked, List} from './use_list.ts';

const FilterBuilder = lazy(() =>
  import('@/ui/filter_builder.tsx').then((module) => ({default: module.FilterBuilder})),
);
// The grid comes while its rows are on their way.
const Grid = lazy(() =>
  import('@/ui/data_grid.tsx').then((module) => ({default: module.DataGrid<Item>})),
);

interface RecordGridProps {
  label: string;
  about: AboutRecord;
  asked: Asked;
  list: List;
  onShow: (change: {filter?: string; sort?: string}) => void;
  filtering: boolean;
  empty: ReactNode; // where nothing was asked for and there is nothing
  selected?: Selection;
  onSelect?: (selected: Selection) => void;
  onOpen?: (key: string) => void;
}

export function RecordGrid({
  label,
  about,
  asked,
  list,
  onShow,
  filtering,
  ...props
}: RecordGridProps) {
  const t = useText();
  const formats = useFormats();
  const {properties, lifecycles} = about.data ?? {properties: [], lifecycles: []};
  const names = asked.columns.join();
  const columns = useMemo(
    () => columnsOf(names.split(','), properties, lifecycles, {t, formats}),
    [names, properties, lifecycles, t, formats],
  );
  const fields = useMemo(() => filterFields(properties), [properties]);
  const [column, direction] = asked.sort.split(' ');
  const failed = about.error ?? list.failed;

  if (failed) return <Failed error={failed} onRetry={about.error ? about.refetch : list.retry} />;
  return (
    <>
      {filtering && about.data && (
        <Suspense fallback={<Skeleton lines={1} />}>
          <FilterBuilder
            fields={fields}
            text={asked.filter}
            onChange={(filter) => onShow({filter})}
            error={list.refused}
          />
        </Suspense>
      )}
      {list.isPending || !about.data ? (
        <Skeleton lines={12} />
      ) : list.items.length === 0 ? (
        asked.search || asked.filter ? (
          <NoneFits />
        ) : (
          props.empty
        )
      ) : (
        <Suspense fallback={<Skeleton lines={12} />}>
          <Grid
            label={label}
            columns={columns}
            rows={list.items}
            keyOf={(row) => row.key}
            sort={{
              column: column ?? 'key',
              direction: direction === 'desc' ? 'descending' : 'ascending',
            }}
            onSort={({column, direction}) =>
              onShow({sort: `${String(column)}${direction === 'descending' ? ' desc' : ''}`})
            }
            selected={props.selected}
            onSelect={props.onSelect}
            onOpen={props.onOpen}
            onMore={list.more}
            loadingMore={list.loadingMore}
          />
          <PrintedTable label={label} columns={columns} rows={list.items} />
        </Suspense>
      )}
    </>
  );
}

function NoneFits() {
  const t = useText();
  return (
    <EmptyState icon="search" title={t('web.list.none-fit')}>
      {t('web.list.none-fit.what')}
    </EmptyState>
  );
}
