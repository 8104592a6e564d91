// Instead of a view that the reader's role does not open, asked for by its address.
import {useText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {LinkButton} from '@/ui/button.tsx';
import {EmptyState} from '@/ui/states.tsx';
import {useSession} from './session_context.tsx';
import {Page} from './shell.tsx';

export default function NotForRole({title}: {title: string}) {
  const t = useText();
  const {role, workspace} = useSession();
  return (
    <Page title={title}>
      <EmptyState
        icon="person"
        title={t('web.not-for-role', {role: t(`web.role.${role}`)})}
        actions={<LinkButton href={urls.workspace(workspace)}>{t('web.home')}</LinkButton>}
      >
        {t('web.not-for-role.what')}
      </EmptyState>
    </Page>
  );
}
