// Words of the examples, in both languages. Only the gallery has sentences outside the catalogue.
import {useText} from '@/i18n/language.tsx';

export function useWords() {
  const {language} = useText();
  return <T>(english: T, hebrew: T): T => (language === 'he' ? hebrew : english);
}

export const stageHues = [
  'slate',
  'sky',
  'indigo',
  'violet',
  'pink',
  'amber',
  'lime',
  'green',
  'rose',
  'teal',
] as const;
export const stageIds = [
  'suspect',
  'prospect',
  'lead',
  'mql',
  'sql',
  'opportunity',
  'onboarding',
  'customer',
  'churned',
  'other',
];
const english = [
  'Suspect',
  'Prospect',
  'Lead',
  'MQL',
  'SQL',
  'Opportunity',
  'Onboarding',
  'Customer',
  'Churned',
  'Other',
];
const hebrew = [
  'חשוד',
  'פוטנציאלי',
  'ליד',
  'ליד שיווקי',
  'ליד מכירתי',
  'הזדמנות',
  'קליטה',
  'לקוח',
  'נטש',
  'אחר',
];

export function useStages() {
  const say = useWords();
  return stageIds.map((id, index) => ({
    id,
    title: say(english[index] ?? id, hebrew[index] ?? id),
    hue: stageHues[index] ?? 'slate',
    active: id !== 'churned',
  }));
}
