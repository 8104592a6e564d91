// Import: a file is sent, its columns are given a meaning, it is tried, it goes in; what does not comes back.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {DropZone} from 'react-aria-components/DropZone';
import {FileTrigger} from 'react-aria-components/FileTrigger';
import {imports} from '@/api/imports.ts';
import {Page} from '@/app/shell.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import css from '@/imports/imports.module.css';
import {MappingPanel} from '@/imports/mapping_panel.tsx';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {Button, LinkButton} from '@/ui/button.tsx';
import {Cards} from '@/ui/cards.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {EmptyState, Skeleton} from '@/ui/states.tsx';

export default function Import({workspace}: {workspace: string}) {
  const t = useText();
  const formats = useFormats();
  const queries = useQueryClient();
  const {search, go} = usePlace();
  const id = search.get('file');
  const all = useQuery({
    queryKey: ['imports', workspace],
    queryFn: () => imports.list(workspace),
  });
  const one = useQuery({
    queryKey: ['imports', workspace, id],
    enabled: id !== null,
    queryFn: () => imports.show(workspace, id ?? ''),
  });
  const send = useMutation({
    mutationFn: (file: File) => imports.send(workspace, file),
    onSuccess: (look) => {
      queries.setQueryData(['imports', workspace, look.import], look);
      go(urls.import(workspace, look.import));
    },
    onSettled: () => queries.invalidateQueries({queryKey: ['imports', workspace], exact: true}),
  });
  const take = (file: File | null | undefined) => file && send.mutate(file);

  if (id !== null) {
    return (
      <Page
        title={one.data?.name ?? t('web.import')}
        actions={
          <LinkButton icon="back" href={urls.import(workspace)}>
            {t('web.import')}
          </LinkButton>
        }
      >
        {one.error && <Failed error={one.error} onRetry={one.refetch} />}
        {one.isPending && <Skeleton lines={10} />}
        {one.data && <MappingPanel key={id} workspace={workspace} look={one.data} />}
      </Page>
    );
  }
  return (
    <Page title={t('web.import')}>
      <Refusal error={send.error} />
      <DropZone
        className={css.drop}
        aria-label={t('web.import.drop')}
        onDrop={async (event) => {
          const [item] = event.items.filter((entry) => entry.kind === 'file');
          if (item?.kind === 'file') take(await item.getFile());
        }}
      >
        <EmptyState
          icon="upload"
          title={t('web.import.drop')}
          actions={
            <FileTrigger
              acceptedFileTypes={['.csv', '.tsv', '.txt', '.gz', 'text/csv']}
              onSelect={(files) => take(files?.[0])}
            >
              <Button look="primary" isPending={send.isPending}>
                {t('web.import.choose')}
              </Button>
            </FileTrigger>
          }
        >
          {t('web.import.what')}
        </EmptyState>
      </DropZone>
      {all.error && <Failed error={all.error} onRetry={all.refetch} />}
      {all.isPending && <Skeleton lines={2} />}
      <Cards
        label={t('web.import.files')}
        cards={(all.data ?? []).map((upload) => ({
          id: upload.import,
          href: urls.import(workspace, upload.import),
          title: upload.name,
          note: formats.instant(upload.at),
        }))}
      />
    </Page>
  );
}
