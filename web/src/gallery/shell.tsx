import {destinationsFor, type View} from '@/app/destinations.ts';
import type {Session} from '@/app/session.ts';
import {Page, Shell} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {EmptyState} from '@/ui/states.tsx';
import {useWords} from './words.ts';

export function ShellGallery() {
  const t = useText();
  const say = useWords();
  const session: Session = {
    user: 'dana',
    name: say('Dana Levi', 'דנה לוי'),
    role: 'admin',
    workspace: 'acme',
    workspaceTitle: say('Acme Wholesale', 'אקמי שיווק'),
  };
  const none = () => '';
  const views: View[] = [
    {
      id: 'board',
      group: none,
      title: () => say('Board', 'לוח'),
      icon: 'board',
      address: () => '/gallery.html',
      keys: 'g b',
    },
    {
      id: 'accounts',
      group: none,
      title: () => say('Accounts', 'לקוחות'),
      icon: 'accounts',
      address: () => '/x',
      keys: 'g a',
    },
    {
      id: 'calls',
      group: none,
      title: () => say('Calling list', 'רשימת שיחות'),
      icon: 'phone',
      address: () => '/x',
      keys: 'g c',
    },
    {
      id: 'reports',
      group: () => say('Managers', 'ניהול'),
      title: () => say('Reports', 'דוחות'),
      icon: 'chart',
      address: () => '/x',
      keys: 'g r',
    },
    {
      id: 'studio',
      group: () => say('Administration', 'מערכת'),
      title: () => say('Lifecycle studio', 'סטודיו מחזור חיים'),
      icon: 'studio',
      address: () => '/x',
      keys: 'g l',
    },
  ];
  return (
    <Shell session={session} destinations={destinationsFor(session, views, t)}>
      <Page
        title={say('Board', 'לוח')}
        count="10,000"
        actions={
          <>
            <Button icon="filter">{say('Filter', 'סינון')}</Button>
            <Button look="primary" icon="plus">
              {say('New account', 'לקוח חדש')}
            </Button>
          </>
        }
      >
        <EmptyState icon="board" title={say('Nothing here yet', 'אין כאן דבר עדיין')}>
          {say('Accounts that you add stand here by stage.', 'לקוחות שתוסיפו יופיעו כאן לפי שלב.')}
        </EmptyState>
      </Page>
    </Shell>
  );
}
