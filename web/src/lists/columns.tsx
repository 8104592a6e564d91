// Columns of a grid, made of the fields of a record.
import type {Lifecycle, Property} from '@/api/workspace.tsx';
import type {Formats} from '@/i18n/formats.ts';
import type {Text} from '@/i18n/language.tsx';
import {hueOf, StageBadge} from '@/ui/badge.tsx';
import type {GridColumn} from '@/ui/data_grid.tsx';
import {choiceTitle, type Item, titleOf, typeOf, writeValue} from './fields.ts';

const widths = {number: 116, boolean: 96, date: 132, instant: 172, choice: 180, text: 150};

interface Words {
  t: Text;
  formats: Formats;
}

export function columnsOf(
  names: string[],
  properties: Property[],
  lifecycles: Lifecycle[],
  words: Words,
): GridColumn<Item>[] {
  const found = names.flatMap((name) => properties.find((p) => p.name === name) ?? []);
  const header = found.find((property) => property.name === 'name') ?? found[0];
  return found.map((property) => {
    const type = typeOf(property);
    const isHeader = property === header;
    return {
      id: property.name,
      title: titleOf(property),
      ...(isHeader ? {least: 200} : {width: widths[type]}),
      end: type === 'number',
      sorts: true,
      rowHeader: isHeader,
      cell: (row) => cellOf(row, property, lifecycles, isHeader, words),
    };
  });
}

function cellOf(
  row: Item,
  property: Property,
  lifecycles: Lifecycle[],
  isHeader: boolean,
  {t, formats}: Words,
) {
  const value = row[property.name];
  const lifecycle = lifecycles.find((entry) => entry.name === property.name);
  if (lifecycle && value) {
    const stage = String(value);
    const rank = Math.max(0, lifecycle.stages.indexOf(stage));
    return (
      <StageBadge title={choiceTitle(property, stage)} hue={hueOf(lifecycle.hues?.[stage], rank)} />
    );
  }
  return writeValue(property, value, t, formats) || (isHeader ? nameless(row) : '');
}

// Who has no name is told by how they are reached.
const nameless = (row: Item) => String(row.email || row.phone || row.key);
