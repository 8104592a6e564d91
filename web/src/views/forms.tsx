// Enquiry forms: what they ask, whether they are open, and how they get onto a site.
import {useQuery} from '@tanstack/react-query';
import {Suspense} from 'react';
import {useDefinition, useRights} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {lazy} from '@/app/lazy.ts';
import {Page} from '@/app/shell.tsx';
import {type FormRow, fieldsOf} from '@/forms/form.ts';
import {useText} from '@/i18n/language.tsx';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {Badge} from '@/ui/badge.tsx';
import {LinkButton} from '@/ui/button.tsx';
import {Cards} from '@/ui/cards.tsx';
import {Failed} from '@/ui/failed.tsx';
import {EmptyState, Skeleton} from '@/ui/states.tsx';

const NotForRole = lazy(() => import('@/app/not_for_role.tsx'));
const FormBuilder = lazy(() => import('@/forms/form_builder.tsx'));

export default function Forms({workspace}: {workspace: string}) {
  const t = useText();
  const tenure = useTenure();
  const {search} = usePlace();
  const forms = useQuery({
    queryKey: ['forms', tenure.base],
    queryFn: async ({signal}) =>
      (await tenure.forms.list({orderby: ['title', 'key']}, {signal})).rows as FormRow[],
  });
  const opened = search.get('form');
  const definition = useDefinition();
  const mayChange = useRights('form').change;
  const form = forms.data?.find((row) => row.key === opened);
  if (definition.data && !mayChange) return <NotForRole title={t('web.forms')} />;
  if (definition.data && (opened === 'new' || form)) {
    return (
      <Suspense fallback={<Skeleton lines={8} />}>
        <FormBuilder key={opened} workspace={workspace} form={form} />
      </Suspense>
    );
  }
  return (
    <Page
      title={t('web.forms')}
      actions={
        <>
          <LinkButton href={urls.enquiries(workspace)} icon="inbox">
            {t('web.enquiries')}
          </LinkButton>
          <LinkButton look="primary" icon="plus" href={urls.forms(workspace, 'new')}>
            {t('web.forms.new')}
          </LinkButton>
        </>
      }
    >
      {forms.error && <Failed error={forms.error} onRetry={forms.refetch} />}
      {definition.error && <Failed error={definition.error} onRetry={definition.refetch} />}
      {(forms.isPending || definition.isPending) && <Skeleton lines={6} />}
      {forms.data?.length === 0 && (
        <EmptyState icon="inbox" title={t('web.forms.none')}>
          {t('web.forms.none.what')}
        </EmptyState>
      )}
      <Cards
        label={t('web.forms')}
        cards={(forms.data ?? []).map((row) => ({
          id: row.key,
          href: urls.forms(workspace, row.key),
          title: row.title,
          note: t('web.forms.asks', {count: fieldsOf(row.fields).length}),
          side: (
            <Badge hue={row.active ? 'green' : 'stone'}>
              {row.active ? t('web.forms.open') : t('web.forms.closed')}
            </Badge>
          ),
        }))}
      />
    </Page>
  );
}
