// One account. The address holds which, which of its documents are looked at, and which day of the past.
import {TenureError} from '@client/error.ts';
import {Suspense, useMemo} from 'react';
import {useAccount} from '@/account/account_data.ts';
import {useDefinition} from '@/api/definition.ts';
import {lazy} from '@/app/lazy.ts';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {endOfDay} from '@/i18n/zones.ts';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {AsOfNote} from '@/ui/as_of.tsx';
import {AsOfButton} from '@/ui/as_of_button.tsx';
import {LinkButton} from '@/ui/button.tsx';
import {Failed} from '@/ui/failed.tsx';
import {EmptyState, ErrorState, Skeleton} from '@/ui/states.tsx';

const AccountBody = lazy(() => import('@/account/account_body.tsx'));

interface AccountPageProps {
  workspace: string;
  account: string;
}

export default function AccountPage({workspace, account}: AccountPageProps) {
  const t = useText();
  const {search, go} = usePlace();
  const definition = useDefinition();
  const day = search.get('as_of') ?? '';
  const tab = search.get('tab') ?? undefined;
  const zone = definition.data?.time_zone;
  const asOf = useMemo(() => (day && zone ? endOfDay(day, zone) : undefined), [day, zone]);
  const found = useAccount(account, definition.data, asOf);
  const show = (asOfDay: string, chosen?: string) =>
    go(urls.account(workspace, account, {as_of: asOfDay, tab: chosen}), {replace: true});
  const failed = definition.error ?? found.error;
  const isMissing = failed instanceof TenureError && failed.status === 404;
  return (
    <Page
      title={found.data?.name ?? account}
      actions={
        <>
          <LinkButton href={urls.board(workspace)} icon="back" look="quiet">
            {t('web.board')}
          </LinkButton>
          <AsOfButton day={day} onChange={(chosen) => show(chosen, tab)} />
        </>
      }
    >
      {day && <AsOfNote day={day} onNow={() => show('', tab)} />}
      {isMissing && day && <EmptyState icon="calendar" title={t('web.account.not-yet')} />}
      {isMissing && !day && (
        <ErrorState
          title={t('web.account.unknown')}
          sentence={t('web.account.unknown.what')}
          actions={<LinkButton href={urls.accounts(workspace)}>{t('web.accounts')}</LinkButton>}
        />
      )}
      {failed && !isMissing && (
        <Failed error={failed} onRetry={definition.error ? definition.refetch : found.refetch} />
      )}
      {!failed && (found.isPending || definition.isPending) && <Skeleton lines={12} />}
      {!failed && found.data && definition.data && (
        <Suspense fallback={<Skeleton lines={12} />}>
          <AccountBody
            {...{workspace, asOf, tab}}
            definition={definition.data}
            row={found.data}
            onTab={(chosen) => show(day, chosen)}
          />
        </Suspense>
      )}
    </Page>
  );
}
