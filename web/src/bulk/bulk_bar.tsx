// What is chosen among the accounts: so many of the loaded ones, or all that fit; and what to do with it.
import {useMutation} from '@tanstack/react-query';
import {Suspense, useState} from 'react';
import type {Selection} from 'react-aria-components/Table';
import type {BulkChange} from '@/api/bulk.ts';
import type {About} from '@/api/properties.ts';
import {useTenure} from '@/api/workspace.tsx';
import {lazy} from '@/app/lazy.ts';
import {useText} from '@/i18n/language.tsx';
import {keysOf} from '@/lists/chosen.ts';
import type {Item} from '@/lists/fields.ts';
import {SelectionBar} from '@/lists/selection_bar.tsx';
import {type Asked, both, everyRow} from '@/lists/use_list.ts';
import {Button} from '@/ui/button.tsx';
import {toast} from '@/ui/toast.tsx';

const BulkDialog = lazy(() => import('./bulk_dialog.tsx'));

interface BulkBarProps {
  workspace: string;
  about: About;
  asked: Asked;
  selected: Selection;
  loaded: Item[];
  count: number; // of all that fit
  onSelect: (selected: Selection) => void;
}

export default function BulkBar(props: BulkBarProps) {
  const {workspace, about, asked, selected, loaded, count, onSelect} = props;
  const t = useText();
  const tenure = useTenure();
  const [whom, setWhom] = useState<Pick<BulkChange, 'accounts' | 'filter'> | null>(null);
  const isAll = selected === 'all';
  const keys = keysOf(selected, loaded);
  const begin = useMutation({
    mutationFn: async () => {
      if (!isAll) return {accounts: keys};
      if (!asked.search) return {filter: both(asked.only, asked.filter)};
      // A search cannot be said as a condition: then the rows themselves are named.
      const accounts: string[] = [];
      for await (const rows of everyRow(tenure, 'accounts', {...asked, columns: ['key']})) {
        accounts.push(...rows.map((row) => row.key));
      }
      return {accounts};
    },
    onSuccess: setWhom,
    onError: (error) => toast.error(error.message || t('web.no-answer')),
  });
  return (
    <>
      <SelectionBar count={isAll ? count : keys.length} onClear={() => onSelect(new Set())}>
        {!isAll && keys.length === loaded.length && count > loaded.length && (
          <Button look="quiet" onPress={() => onSelect('all')}>
            {t('web.bulk.all', {count})}
          </Button>
        )}
        <Button look="primary" isPending={begin.isPending} onPress={() => begin.mutate()}>
          {t('web.bulk.change')}
        </Button>
      </SelectionBar>
      {whom && (
        <Suspense>
          <BulkDialog
            workspace={workspace}
            about={about}
            whom={whom}
            count={isAll ? count : keys.length}
            onClose={() => setWhom(null)}
          />
        </Suspense>
      )}
    </>
  );
}
