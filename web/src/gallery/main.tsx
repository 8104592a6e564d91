// Every component in every state, for those who work on the page; not part of the built page.
// gallery.html?language=he&theme=dark&show=shell
import {StrictMode, useEffect, useState} from 'react';
import {createRoot} from 'react-dom/client';
import {PreferencesProvider} from '@/app/preferences.tsx';
import {applyTheme, type Theme} from '@/app/theme.ts';
import {LanguageProvider, loadMessages} from '@/i18n/language.tsx';
import type {Language, Messages} from '@/i18n/message.ts';
import {RouterProvider, usePlace} from '@/router/router.tsx';
import '@/ui/tokens.css';
import '@/ui/base.css';
import {ShortcutProvider} from '@/ui/shortcuts.tsx';
import {Toasts} from '@/ui/toast.tsx';
import {ChartGallery} from './charts.tsx';
import {ComponentGallery} from './components.tsx';
import {OverlayGallery} from './overlays.tsx';
import {ShellGallery} from './shell.tsx';

function Gallery() {
  const {search} = usePlace();
  const language = (search.get('language') ?? 'en') as Language;
  const [messages, setMessages] = useState<[Language, Messages] | null>(null);
  useEffect(() => {
    applyTheme((search.get('theme') ?? 'system') as Theme);
  }, [search]);
  useEffect(() => {
    loadMessages(language).then((loaded) => setMessages([language, loaded]));
  }, [language]);
  if (messages?.[0] !== language) return null;
  const show = search.get('show') ?? 'components';
  return (
    <LanguageProvider language={language} messages={messages[1]}>
      <PreferencesProvider value={{setLanguage: () => {}, signOut: () => {}}}>
        <ShortcutProvider>
          {show === 'components' && <ComponentGallery />}
          {show === 'charts' && <ChartGallery />}
          {show === 'overlays' && <OverlayGallery />}
          {show === 'shell' && <ShellGallery />}
          {show !== 'shell' && <Toasts />}
        </ShortcutProvider>
      </PreferencesProvider>
    </LanguageProvider>
  );
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <RouterProvider>
        <Gallery />
      </RouterProvider>
    </StrictMode>,
  );
}
