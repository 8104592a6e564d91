// What every list has above it: its views, its search, its condition, its columns, the ways out of it.
import {useMutation} from '@tanstack/react-query';
import {type ReactNode, Suspense, useRef, useState} from 'react';
import type {AboutRecord} from '@/api/properties.ts';
import {lazy} from '@/app/lazy.ts';
import {useSession} from '@/app/session_context.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import type {ListView} from '@/router/urls.ts';
import {Button, IconButton} from '@/ui/button.tsx';
import {SearchField} from '@/ui/field.tsx';
import {Menu} from '@/ui/menu.tsx';
import {toast} from '@/ui/toast.tsx';
import {type ExportKind, exportAddress, exportList} from './export.ts';
import {SavedViews} from './saved_views.tsx';
import type {Asked, ListedSet} from './use_list.ts';

const ChooseColumns = lazy(() => import('./choose_columns.tsx'));

interface ListToolsProps {
  set: ListedSet;
  title: string; // names the file of an export
  search: string; // what the field for it is called
  about: AboutRecord;
  asked: Asked;
  view: ListView;
  onShow: (view: ListView) => void; // only what changes
  onView: (view: ListView) => void; // the whole of it
  filtering: boolean;
  onFilter: (open: boolean) => void;
  children?: ReactNode; // more that can be done
}

export function ListTools(props: ListToolsProps) {
  const {set, title, about, asked, view, onShow, onView, filtering, onFilter} = props;
  const t = useText();
  const formats = useFormats();
  const {workspace} = useSession();
  const [choosing, setChoosing] = useState(false);
  const [bytes, setBytes] = useState(0);
  const stopping = useRef<AbortController | null>(null);
  const exporting = useMutation({
    mutationFn: (kind: ExportKind) => {
      stopping.current = new AbortController();
      const address = exportAddress(workspace, set, asked, kind);
      return exportList(address, `${title}.${kind}`, setBytes, stopping.current.signal);
    },
    onSuccess: () => toast.done(t('web.list.exported')),
    onError: (error) => {
      if (!stopping.current?.signal.aborted) toast.error(error.message || t('web.no-answer'));
    },
    onSettled: () => setBytes(0),
  });
  return (
    <>
      <SearchField
        key={asked.search}
        label={props.search}
        defaultValue={asked.search}
        onSubmit={(search) => onShow({search})}
        onClear={() => onShow({search: ''})}
      />
      <SavedViews set={set} asked={asked} current={view.view} onShow={onView} />
      <Button icon="filter" aria-expanded={filtering} onPress={() => onFilter(!filtering)}>
        {t('web.list.filter')}
      </Button>
      <Menu
        label={t('web.list.more')}
        placement="bottom end"
        trigger={<IconButton icon="more" label={t('web.list.more')} />}
        onAction={(id) => {
          if (id === 'columns') setChoosing(true);
          else if (id === 'csv' || id === 'xlsx') exporting.mutate(id);
          else window.print();
        }}
        groups={[
          {
            entries: [
              {id: 'columns', label: t('web.columns.choose'), icon: 'table'},
              ...(['csv', 'xlsx'] as const).map((kind) => ({
                id: kind,
                label: t(`web.list.export.${kind}`),
                icon: 'download' as const,
                disabled: exporting.isPending,
              })),
              {id: 'print', label: t('web.list.print'), icon: 'picture'},
            ],
          },
        ]}
      />
      {props.children}
      {exporting.isPending && (
        <>
          <span role="status">{t('web.list.exporting', {size: formats.bytes(bytes)})}</span>
          <Button small onPress={() => stopping.current?.abort()}>
            {t('web.cancel')}
          </Button>
        </>
      )}
      {choosing && about.data && (
        <Suspense>
          <ChooseColumns
            {...about.data}
            chosen={asked.columns}
            onChoose={(names) => onShow({columns: names.join()})}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      )}
    </>
  );
}
