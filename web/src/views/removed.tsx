// The pool of removed customers: everything about them is kept, and restoring brings all of it back.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import type {Selection} from 'react-aria-components/Table';
import {actOnEach} from '@/api/act_on_each.ts';
import {accountsChanged} from '@/api/again.ts';
import {useMay} from '@/api/metadata.ts';
import {useAccountProperties} from '@/api/properties.ts';
import {useTenure} from '@/api/workspace.tsx';
import {Page} from '@/app/shell.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {keysOf} from '@/lists/chosen.ts';
import {ListTools} from '@/lists/later.tsx';
import {RecordGrid} from '@/lists/record_grid.tsx';
import {SelectionBar} from '@/lists/selection_bar.tsx';
import {askedOf, useList} from '@/lists/use_list.ts';
import {usePlace} from '@/router/router.tsx';
import {type ListView, urls} from '@/router/urls.ts';
import {Button} from '@/ui/button.tsx';
import {EmptyState} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';

export default function Removed({workspace}: {workspace: string}) {
  const t = useText();
  const tenure = useTenure();
  const formats = useFormats();
  const queries = useQueryClient();
  const {search, go} = usePlace();
  const about = useAccountProperties();
  const may = useMay();
  const lifecycle = about.data?.lifecycles[0]?.name;
  const columns = ['name', ...(lifecycle ? [lifecycle] : []), ...kept];
  const {view, asked: wanted} = askedOf(search, {columns, sort: 'changed_at desc'});
  const asked = {...wanted, only: 'archived eq true and merged_into eq null'};
  const [filtering, setFiltering] = useState(asked.filter !== '');
  const [selected, setSelected] = useState<Selection>(new Set());
  const list = useList('accounts', asked, about.isSuccess);
  const onView = (next: ListView) => go(urls.removed(workspace, next), {replace: true});
  const onShow = (change: ListView) => onView({...view, ...change});
  const keys = keysOf(selected, list.items);

  const restore = useMutation({
    mutationFn: (chosen: string[]) => actOnEach(tenure, 'accounts', chosen, 'restore'),
    onSuccess: (refused, chosen) => {
      const done = chosen.filter((key) => refused.every((row) => row.key !== key));
      if (done.length > 0) {
        toast.done(t('web.removed.restored', {count: done.length}), () => remove.mutate(done));
      }
      for (const row of refused.slice(0, 3)) toast.error(`${row.key}: ${row.message}`);
      setSelected(new Set());
    },
    onError: (error) => toast.error(error.message || t('web.no-answer')),
    onSettled: () => accountsChanged(queries),
  });
  const remove = useMutation({
    mutationFn: (chosen: string[]) => actOnEach(tenure, 'accounts', chosen, 'archive'),
    onSettled: () => accountsChanged(queries),
  });

  return (
    <Page
      title={t('web.removed')}
      count={list.count === undefined ? undefined : formats.number(list.count)}
      fills
      actions={
        <ListTools
          set="accounts"
          title={t('web.removed')}
          search={t('web.removed.search')}
          {...{about, asked, view, onShow, onView, filtering}}
          onFilter={setFiltering}
        />
      }
    >
      {keys.length > 0 && (
        <SelectionBar count={keys.length} onClear={() => setSelected(new Set())}>
          <Button
            look="primary"
            icon="undo"
            isPending={restore.isPending}
            onPress={() => restore.mutate(keys)}
          >
            {t('web.removed.restore')}
          </Button>
        </SelectionBar>
      )}
      <RecordGrid
        label={t('web.removed')}
        {...{about, asked, list, onShow, filtering, selected}}
        onSelect={may('account.restore') ? setSelected : undefined}
        onOpen={(key) => go(urls.account(workspace, key))}
        empty={
          <EmptyState icon="pool" title={t('web.removed.none')}>
            {t('web.removed.none.what')}
          </EmptyState>
        }
      />
    </Page>
  );
}

const kept = ['fictitious_reason', 'owner', 'phone', 'email', 'changed_at'];
