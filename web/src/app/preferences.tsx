import {createContext, useContext} from 'react';
import type {Language} from '@/i18n/message.ts';

export interface Preferences {
  setLanguage: (language: Language) => void;
  signOut: () => void;
}

const PreferencesContext = createContext<Preferences>({setLanguage: () => {}, signOut: () => {}});
export const PreferencesProvider = PreferencesContext.Provider;
export const usePreferences = () => useContext(PreferencesContext);
