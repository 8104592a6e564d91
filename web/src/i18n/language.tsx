// The reader's language: which sentences, which direction, how numbers and dates are written.
import {createContext, type ReactNode, useContext, useEffect, useMemo} from 'react';
import {I18nProvider} from 'react-aria-components/I18nProvider';
import {type Arguments, type Code, fill, type Language, type Messages} from './message.ts';

const loaders: Record<Language, () => Promise<{default: Messages}>> = {
  en: () => import('@messages/en.ts'),
  he: () => import('@messages/he.ts'),
};
export const languages: Language[] = ['en', 'he'];
export const languageNames: Record<Language, string> = {en: 'English', he: 'עברית'};
export const directionOf = (language: Language) => (language === 'he' ? 'rtl' : 'ltr');

export async function loadMessages(language: Language): Promise<Messages> {
  return (await loaders[language]()).default;
}

// What was chosen before, else what the browser asks for, else English.
export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem('tenure.language'), ...navigator.languages];
  for (const tag of wanted) {
    if (tag?.startsWith('he') || tag?.startsWith('iw')) return 'he';
    if (tag?.startsWith('en')) return 'en';
  }
  return 'en';
}

export interface Text {
  <C extends Code>(code: C, ...values: Arguments<C>): string;
  language: Language;
  direction: 'ltr' | 'rtl';
}

const TextContext = createContext<Text | null>(null);

export function makeText(language: Language, messages: Messages): Text {
  const say = (<C extends Code>(code: C, ...[values]: Arguments<C>) =>
    fill(messages[code] ?? code, language, values)) as Text;
  say.language = language;
  say.direction = directionOf(language);
  return say;
}

interface LanguageProviderProps {
  language: Language;
  messages: Messages;
  children: ReactNode;
}

export function LanguageProvider({language, messages, children}: LanguageProviderProps) {
  const text = useMemo(() => makeText(language, messages), [language, messages]);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
  }, [language]);
  return (
    <I18nProvider locale={language === 'he' ? 'he-IL' : 'en-GB'}>
      <TextContext.Provider value={text}>{children}</TextContext.Provider>
    </I18nProvider>
  );
}

// const t = useText();  t('web.close')
export function useText(): Text {
  const text = useContext(TextContext);
  if (!text) throw new Error('useText outside LanguageProvider');
  return text;
}
