// What a field of a record is to a list: how it is called, written and asked about.
import type {Property} from '@/api/workspace.tsx';
import type {Formats} from '@/i18n/formats.ts';
import type {Text} from '@/i18n/language.tsx';
import type {FieldType, FilterField} from '@/ui/filter_text.ts';

export type Item = {key: string; '@odata.etag'?: string} & Record<string, unknown>;

const types: Record<string, FieldType> = {
  'Edm.Boolean': 'boolean',
  'Edm.Int64': 'number',
  'Edm.Decimal': 'number',
  'Edm.Date': 'date',
  'Edm.DateTimeOffset': 'instant',
  'Edm.String': 'text',
};

export const typeOf = (property: Property): FieldType =>
  property.choices.length > 0 ? 'choice' : (types[property.type] ?? 'text');

// "in_follow_up" where nobody has a better name for it.
export const plainTitle = (id: string) => id.replaceAll('_', ' ');

export function filterFields(properties: Property[]): FilterField[] {
  return properties
    .filter((property) => types[property.type])
    .map((property) => ({
      name: property.name,
      title: titleOf(property),
      type: typeOf(property),
      choices:
        property.choices.length > 0
          ? property.choices.map((id) => ({id, label: choiceTitle(property, id)}))
          : undefined,
    }));
}

export const titleOf = (property: Property) =>
  property.title === property.name ? plainTitle(property.name) : property.title;

export const choiceTitle = (property: Property, id: string) =>
  property.titles?.[id] ?? plainTitle(id);

// A value as people read it; the same in the grid, in print and, without the thousands, in an export.
export function writeValue(property: Property, value: unknown, t: Text, formats: Formats): string {
  if (value === null || value === undefined || value === '') return '';
  switch (typeOf(property)) {
    case 'boolean':
      return value ? t('web.yes') : t('web.no');
    case 'number':
      return formats.number(String(value));
    case 'date':
      return formats.date(String(value));
    case 'instant':
      return formats.instant(String(value));
    case 'choice':
      return choiceTitle(property, String(value));
    default:
      return String(value);
  }
}
