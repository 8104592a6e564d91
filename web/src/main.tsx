import {TenureError} from '@client/error.ts';
import {QueryClient, QueryClientProvider} from '@tanstack/react-query';
import {StrictMode, Suspense, useCallback, useEffect, useState} from 'react';
import {createRoot} from 'react-dom/client';
import {fetchAhead} from '@/app/ahead.ts';
import {lazy} from '@/app/lazy.ts';
import {askIn} from '@/app/server.ts';
import {applyTheme} from '@/app/theme.ts';
import {directionOf, LanguageProvider, loadMessages, preferredLanguage} from '@/i18n/language.tsx';
import type {Language, Messages} from '@/i18n/message.ts';
import {RouterProvider} from '@/router/router.tsx';
import '@/ui/tokens.css';
import '@/ui/base.css';
import {ShortcutProvider} from '@/ui/shortcuts.tsx';
import {Entrance} from '@/views/entrance.tsx';

const LineBanner = lazy(() =>
  import('@/app/line_banner.tsx').then((module) => ({default: module.LineBanner})),
);
const queries = new QueryClient({
  defaultOptions: {
    // What cannot be sent waits by itself (app/send.ts).
    mutations: {networkMode: 'always'},
    queries: {
      networkMode: 'always',
      refetchOnReconnect: true,
      staleTime: 10_000,
      // What was refused stays refused; what did not arrive is asked for again.
      retry: (count, error) =>
        count < 2 && error instanceof TenureError && (error.status === 0 || error.status >= 502),
    },
  },
});

function App({initial, first}: {initial: Language; first: Messages}) {
  const [chosen, setChosen] = useState({language: initial, messages: first});
  useEffect(() => askIn(chosen.language), [chosen.language]);
  const setLanguage = useCallback((language: Language) => {
    localStorage.setItem('tenure.language', language);
    loadMessages(language).then((messages) => setChosen({language, messages}));
  }, []);
  return (
    <LanguageProvider language={chosen.language} messages={chosen.messages}>
      <QueryClientProvider client={queries}>
        <RouterProvider>
          <ShortcutProvider>
            <Entrance setLanguage={setLanguage} />
            <Suspense>
              <LineBanner />
            </Suspense>
          </ShortcutProvider>
        </RouterProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
}

applyTheme();
const language = preferredLanguage();
document.documentElement.dir = directionOf(language);
askIn(language);
fetchAhead(queries, location.pathname);
const root = document.getElementById('root');
if (root) {
  loadMessages(language).then((messages) =>
    createRoot(root).render(
      <StrictMode>
        <App initial={language} first={messages} />
      </StrictMode>,
    ),
  );
}
