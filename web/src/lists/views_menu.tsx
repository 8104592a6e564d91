// Views that were saved under a name, one's own and those that are shared: to show, to keep, to change, to delete.
import type {Row} from '@client/index.ts';
import {odata} from '@client/index.ts';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {Suspense, useState} from 'react';
import {useRights} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {lazy} from '@/app/lazy.ts';
import {looksAfter} from '@/app/session.ts';
import {useSession} from '@/app/session_context.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Menu, type MenuEntry} from '@/ui/menu.tsx';
import {toast} from '@/ui/toast.tsx';

const SaveView = lazy(() => import('./save_view.tsx'));

export type SavedView = Row<'view'> & {'@odata.etag'?: string};

interface ViewsMenuProps {
  set: string;
  current?: string; // the view that what is shown began as
  values: Partial<SavedView>; // what is shown, to be kept
  onShow: (view: SavedView | null) => void; // null: all
}

export function ViewsMenu({set, current, values, onShow}: ViewsMenuProps) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const may = useRights('view');
  const session = useSession();
  const [saving, setSaving] = useState(false);
  const key = ['views', tenure.base, set];
  const views = useQuery({
    queryKey: key,
    queryFn: async () =>
      (await tenure.views.list({filter: odata`set eq ${set}`, orderby: ['name']}))
        .rows as SavedView[],
  });
  const all = views.data ?? [];
  const chosen = all.find((view) => view.key === current);
  const after = {
    onSettled: () => queries.invalidateQueries({queryKey: key}),
    onError: (error: Error) => toast.error(error.message || t('web.no-answer')),
  };
  const change = useMutation({
    ...after,
    mutationFn: (view: SavedView) =>
      tenure.views.update(view.key, values, view['@odata.etag'] ?? ''),
    onSuccess: () => toast.done(t('web.view.changed')),
  });
  const remove = useMutation({
    ...after,
    mutationFn: (view: SavedView) => tenure.views.remove(view.key, view['@odata.etag'] ?? ''),
    onSuccess: () => {
      toast.done(t('web.view.removed'));
      onShow(null);
    },
  });
  const act = (id: string) => {
    if (id === 'save') setSaving(true);
    else if (id === 'change' && chosen) change.mutate(chosen);
    else if (id === 'remove' && chosen) remove.mutate(chosen);
    else onShow(all.find((view) => `view:${view.key}` === id) ?? null);
  };
  const isMine = chosen && looksAfter(session, chosen.owner);
  const deeds: MenuEntry[] = [
    {id: 'save', label: t('web.view.save'), icon: 'plus', absent: !may.create},
    {id: 'change', label: t('web.view.change'), icon: 'check', absent: !isMine || !may.change},
    {
      id: 'remove',
      label: t('web.view.remove'),
      icon: 'pool',
      danger: true,
      absent: !isMine || !may.remove,
    },
  ];
  return (
    <>
      <Menu
        label={t('web.view.views')}
        onAction={act}
        trigger={
          <Button icon="table">
            <bdi>{chosen?.name ?? t('web.view.all')}</bdi>
          </Button>
        }
        groups={[
          {
            title: t('web.view.views'),
            entries: [
              {id: 'all', label: t('web.view.all'), checked: !chosen},
              ...all.map((view) => ({
                id: `view:${view.key}`,
                label: view.name,
                help: view.shared ? t('web.view.is-shared') : undefined,
                checked: view === chosen,
              })),
            ],
          },
          {entries: deeds},
        ]}
      />
      {saving && (
        <Suspense>
          <SaveView
            values={values}
            onClose={() => setSaving(false)}
            onSaved={(view) => {
              after.onSettled();
              onShow(view);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
