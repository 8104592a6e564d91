// Reads rows `code | English | Hebrew` of text/*.txt and turns each sentence (ICU message syntax:
// {name}, plural, select, selectordinal) into data that a few lines in the browser can fill in.
import {type MessageFormatElement, parse, TYPE} from '@formatjs/icu-messageformat-parser';

// A sentence: plain text, or parts. [0, name] is an argument, [1, name] a number written out,
// [2, name, offset, cases] a plural, [3, name, cases] a choice; '#' inside a plural is [4].
export type Part =
  | string
  | [0 | 1, string]
  | [2, string, number, Record<string, Part[]>]
  | [3, string, Record<string, Part[]>]
  | [4];
export type Message = string | Part[];

export type Kind = 'text' | 'number';
export interface Row {
  code: string;
  line: number;
  english: Message;
  hebrew: Message;
  names: Map<string, Kind>;
}

// All rows of a file's text, or the faults ("line: sentence") that keep it from being used.
export function readCatalogue(text: string): {rows: Row[]; faults: string[]} {
  const rows: Row[] = [];
  const faults: string[] = [];
  const seen = new Set<string>();
  text.split('\n').forEach((raw, index) => {
    if (raw.trim() === '' || raw.startsWith('#')) return;
    const line = index + 1;
    const parts = raw.split(' | ');
    const [code, english, hebrew] = parts.map((part) => part.trim());
    if (parts.length !== 3 || !code || !english || !hebrew) {
      faults.push(`${line}: a row is code | English | Hebrew`);
      return;
    }
    if (seen.has(code)) faults.push(`${line}: '${code}' has a row already`);
    seen.add(code);
    try {
      const a = compile(english);
      const b = compile(hebrew);
      if (!same(a.names, b.names)) {
        faults.push(`${line}: the {names} of '${code}' differ between the languages`);
      }
      rows.push({code, line, english: a.message, hebrew: b.message, names: a.names});
    } catch (error) {
      faults.push(`${line}: '${code}' is not a message: ${(error as Error).message}`);
    }
  });
  return {rows, faults};
}

function same(a: Map<string, Kind>, b: Map<string, Kind>): boolean {
  return a.size === b.size && [...a].every(([name, kind]) => b.get(name) === kind);
}

function compile(text: string): {message: Message; names: Map<string, Kind>} {
  const names = new Map<string, Kind>();
  const parts = walk(parse(text, {ignoreTag: true, requiresOtherClause: true}), names);
  const first = parts[0];
  const plain = parts.length === 1 && typeof first === 'string';
  return {message: plain ? first : parts, names};
}

function walk(elements: MessageFormatElement[], names: Map<string, Kind>): Part[] {
  return elements.map((element): Part => {
    switch (element.type) {
      case TYPE.literal:
        return element.value;
      case TYPE.argument:
        if (!names.has(element.value)) names.set(element.value, 'text');
        return [0, element.value];
      case TYPE.number:
        names.set(element.value, 'number');
        return [1, element.value];
      case TYPE.pound:
        return [4];
      case TYPE.select:
        names.set(element.value, 'text');
        return [3, element.value, cases(element.options, names)];
      case TYPE.plural:
        if (element.pluralType === 'ordinal') throw new Error('ordinals are not supported');
        names.set(element.value, 'number');
        return [2, element.value, element.offset ?? 0, cases(element.options, names)];
      default:
        throw new Error('dates, times and tags are not supported');
    }
  });
}

function cases(
  options: Record<string, {value: MessageFormatElement[]}>,
  names: Map<string, Kind>,
): Record<string, Part[]> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, walk(option.value, names)]),
  );
}
