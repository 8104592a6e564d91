// What is ticked in a list, as keys: all of the loaded ones when everything is.
import type {Selection} from 'react-aria-components/Table';
import type {Item} from './fields.ts';

export const keysOf = (selected: Selection, loaded: Item[]): string[] =>
  selected === 'all' ? loaded.map((item) => item.key) : [...selected].map(String);
