// The allocation wizard: finds leads, lets some be taken off, and gives the rest to marketing once more.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import css from '@/allocation/allocation.module.css';
import {type Allocation as Allocated, AllocationForm} from '@/allocation/allocation_form.tsx';
import {offAfter, tickedOf} from '@/allocation/on_the_list.ts';
import {accountsChanged} from '@/api/again.ts';
import {useAccountProperties} from '@/api/properties.ts';
import {useTenure} from '@/api/workspace.tsx';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {ListTools} from '@/lists/later.tsx';
import {RecordGrid} from '@/lists/record_grid.tsx';
import {askedOf, both, everyRow, useList} from '@/lists/use_list.ts';
import {usePlace} from '@/router/router.tsx';
import {type ListView, urls} from '@/router/urls.ts';
import {Callout, EmptyState} from '@/ui/states.tsx';

interface Result {
  allocated: number;
  selected: number;
  refused: {account: string; code: string}[];
}

export default function Allocation({workspace}: {workspace: string}) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const {search, go} = usePlace();
  const about = useAccountProperties();
  const lifecycle = about.data?.lifecycles[0]?.name;
  const columns = ['name', ...(lifecycle ? [lifecycle] : []), 'owner', 'last_contact_at'];
  const {view, asked: wanted} = askedOf(search, {columns, sort: 'name'});
  const asked = {...wanted, only: 'archived ne true'};
  const [filtering, setFiltering] = useState(true);
  const [off, setOff] = useState<ReadonlySet<string>>(new Set());
  const list = useList('accounts', asked, about.isSuccess);
  const loaded = list.items.map((item) => item.key);
  const onView = (next: ListView) => {
    setOff(new Set());
    go(urls.allocation(workspace, next), {replace: true});
  };
  const onShow = (change: ListView) => onView({...view, ...change});

  const allocate = useMutation({
    mutationFn: async ({reset, owner, campaign}: Allocated) => {
      const keys: string[] = [];
      // A search cannot be said as a condition: then the rows themselves are named.
      if (asked.search) {
        for await (const rows of everyRow(tenure, 'accounts', {...asked, columns: ['key']})) {
          keys.push(...rows.map((row) => row.key));
        }
      }
      const outcome = await tenure.accounts.actOnSet('allocate', {
        keys,
        filter: asked.search ? undefined : both(asked.only, asked.filter),
        except: [...off],
        reset,
        owner,
        campaign,
      });
      return outcome.result as unknown as Result;
    },
    onSettled: () => accountsChanged(queries),
  });
  const done = allocate.data;

  return (
    <Page
      title={t('web.allocation')}
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
      {done && (
        <Callout tone={done.refused.length > 0 ? 'warning' : 'success'}>
          <p>{t('web.allocation.done', {count: done.allocated})}</p>
          {done.refused.length > 0 && (
            <p>
              {t('web.allocation.refused', {count: done.refused.length})}{' '}
              {done.refused
                .slice(0, 20)
                .map((row) => `${row.account} (${row.code})`)
                .join(', ')}
            </p>
          )}
        </Callout>
      )}
      <div className={css.wizard}>
        <div className={css.list}>
          <RecordGrid
            label={t('web.allocation.list')}
            {...{about, asked, list, onShow, filtering}}
            selected={tickedOf(loaded, off)}
            onSelect={(ticked) => setOff(offAfter(ticked, loaded, off))}
            onOpen={(key) => go(urls.account(workspace, key))}
            empty={
              <EmptyState icon="accounts" title={t('web.accounts.none')}>
                {t('web.accounts.none.what')}
              </EmptyState>
            }
          />
        </div>
        <AllocationForm
          count={list.count === undefined ? undefined : Math.max(0, list.count - off.size)}
          off={off.size}
          error={allocate.error}
          isPending={allocate.isPending}
          onAllocate={(allocation) => allocate.mutate(allocation)}
        />
      </div>
    </Page>
  );
}
