// All accounts: every field as a column, searched, filtered, sorted, saved as views, changed many at once.
import {Suspense, useState} from 'react';
import type {Selection} from 'react-aria-components/Table';
import {useAccountProperties} from '@/api/properties.ts';
import {lazy} from '@/app/lazy.ts';
import {manages} from '@/app/session.ts';
import {useSession} from '@/app/session_context.tsx';
import {Page} from '@/app/shell.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {ListTools} from '@/lists/later.tsx';
import {RecordGrid} from '@/lists/record_grid.tsx';
import {askedOf, useList} from '@/lists/use_list.ts';
import {usePlace} from '@/router/router.tsx';
import {type ListView, urls} from '@/router/urls.ts';
import {LinkButton} from '@/ui/button.tsx';
import {EmptyState} from '@/ui/states.tsx';

const BulkBar = lazy(() => import('@/bulk/bulk_bar.tsx'));

export default function Accounts({workspace}: {workspace: string}) {
  const t = useText();
  const session = useSession();
  const formats = useFormats();
  const {search, go} = usePlace();
  const about = useAccountProperties();
  const lifecycles = about.data?.lifecycles ?? [];
  const {view, asked: wanted} = askedOf(search, {columns: columnsFor(lifecycles), sort: 'name'});
  const asked = {...wanted, only: 'archived ne true'};
  const [filtering, setFiltering] = useState(asked.filter !== '');
  const [selected, setSelected] = useState<Selection>(new Set());
  const list = useList('accounts', asked, about.isSuccess);
  const onView = (next: ListView) => {
    go(urls.accounts(workspace, next), {replace: true});
  };
  const onShow = (change: ListView) => onView({...view, ...change});

  return (
    <Page
      title={t('web.accounts')}
      count={list.count === undefined ? undefined : formats.number(list.count)}
      fills
      actions={
        <ListTools
          set="accounts"
          title={t('web.accounts')}
          search={t('web.accounts.search')}
          {...{about, asked, view, onShow, onView, filtering}}
          onFilter={setFiltering}
        />
      }
    >
      {(selected === 'all' || selected.size > 0) && about.data && (
        <Suspense>
          <BulkBar
            workspace={workspace}
            about={about.data}
            asked={asked}
            selected={selected}
            loaded={list.items}
            count={list.count ?? 0}
            onSelect={setSelected}
          />
        </Suspense>
      )}
      <RecordGrid
        label={t('web.accounts')}
        {...{about, asked, list, onShow, filtering, selected}}
        onSelect={manages(session.role) ? setSelected : undefined}
        onOpen={(key) => go(urls.account(workspace, key))}
        empty={
          <EmptyState
            icon="accounts"
            title={t('web.accounts.none')}
            actions={
              manages(session.role) && (
                <LinkButton icon="upload" href={urls.import(workspace)}>
                  {t('web.import')}
                </LinkButton>
              )
            }
          >
            {t('web.accounts.none.what')}
          </EmptyState>
        }
      />
    </Page>
  );
}

const columnsFor = (lifecycles: {name: string}[]) => [
  'name',
  ...lifecycles.slice(0, 1).flatMap(({name}) => [name, `${name}_since`]),
  ...lifecycles.slice(1, 2).map(({name}) => name),
  'owner',
  'phone',
  'email',
  'order_count',
  'order_total',
];
