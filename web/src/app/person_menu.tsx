import {languageNames, languages, useText} from '@/i18n/language.tsx';
import type {Language} from '@/i18n/message.ts';
import {urls} from '@/router/urls.ts';
import {Button} from '@/ui/button.tsx';
import {Menu} from '@/ui/menu.tsx';
import {usePreferences} from './preferences.tsx';
import type {Session} from './session.ts';
import {setTheme, type Theme, themes, useTheme} from './theme.ts';

const themeIcons = {system: 'screen', light: 'sun', dark: 'moon'} as const;

// The person, and what belongs to them: language, look, the way out.
export default function PersonMenu({session}: {session: Session}) {
  const t = useText();
  const theme = useTheme();
  const {setLanguage, signOut} = usePreferences();
  const run = (id: string) => {
    const [what, value] = id.split(':');
    if (what === 'language') setLanguage(value as Language);
    else if (what === 'theme') setTheme(value as Theme);
    else if (what === 'out') signOut();
  };
  return (
    <Menu
      label={session.name}
      placement="top start"
      onAction={run}
      trigger={
        <Button look="quiet" icon="person">
          <span dir="auto">{session.name}</span>
        </Button>
      }
      groups={[
        {
          title: t('web.language'),
          entries: languages.map((language) => ({
            id: `language:${language}`,
            label: languageNames[language],
            checked: language === t.language,
          })),
        },
        {
          title: t('web.theme'),
          entries: themes.map((entry) => ({
            id: `theme:${entry}`,
            label: t(`web.theme.${entry}`),
            icon: themeIcons[entry],
            checked: entry === theme,
          })),
        },
        {
          title: t(`web.role.${session.role}`),
          entries: [
            {
              id: 'self',
              label: t('web.profile'),
              icon: 'person',
              href: urls.profile(session.workspace),
            },
            {id: 'out', label: t('web.sign-out'), icon: 'signout'},
          ],
        },
      ]}
    />
  );
}
