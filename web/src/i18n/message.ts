// Sentences of the page: text/web.txt, compiled when the page is built; filled in here.
import type {Codes} from '@messages/codes.ts';

export type Language = 'en' | 'he';
export type Code = keyof Codes;
export type Part =
  | string
  | [0 | 1, string]
  | [2, string, number, Record<string, Part[]>]
  | [3, string, Record<string, Part[]>]
  | [4];
export type Messages = Record<Code, string | Part[]>;
type Values = Record<string, string | number>;
export type Arguments<C extends Code> = Codes[C] extends undefined ? [] : [values: Codes[C]];

// A person's text inside a sentence keeps its own direction: it stands between isolates.
const isolate = (text: string) => `\u2068${text}\u2069`;

// Made once: they cost more than a hundred uses, and a card of a board fills two sentences.
const formatsOf = (language: Language) => ({
  numbers: new Intl.NumberFormat(language),
  plurals: new Intl.PluralRules(language),
});
const formats = {en: formatsOf('en'), he: formatsOf('he')};

export function fill(message: string | Part[], language: Language, values: Values = {}): string {
  if (typeof message === 'string') return message;
  const {numbers, plurals} = formats[language];

  function write(parts: Part[], count: number): string {
    return parts.map((part) => one(part, count)).join('');
  }

  function one(part: Part, count: number): string {
    if (typeof part === 'string') return part;
    if (part[0] === 4) return numbers.format(count);
    const value = values[part[1]];
    switch (part[0]) {
      case 0:
        return typeof value === 'number' ? numbers.format(value) : isolate(value ?? '');
      case 1:
        return numbers.format(Number(value));
      case 2: {
        const [, , offset, cases] = part;
        const number = Number(value) - offset;
        const chosen = cases[`=${value}`] ?? cases[plurals.select(number)] ?? cases.other ?? [];
        return write(chosen, number);
      }
      case 3:
        return write(part[2][String(value)] ?? part[2].other ?? [], count);
    }
  }
  return write(message, 0);
}
