// Every column of the file with its first values, and which field of the customer it is.
import type {UploadLook} from '@/api/imports.ts';
import type {About} from '@/api/properties.ts';
import {useText} from '@/i18n/language.tsx';
import {titleOf} from '@/lists/fields.ts';
import {ComboBox} from '@/ui/combo_box.tsx';
import {Named, Table} from '@/ui/table.tsx';
import {type Mapping, typeFor} from './mapping.ts';

interface MapColumnsProps {
  look: UploadLook;
  about: About;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

export function MapColumns({look, about, mapping, onChange}: MapColumnsProps) {
  const t = useText();
  const fields = about.properties.filter(({name, readOnly}) => name === 'key' || !readOnly);
  const set = (index: number, field: string) => {
    const type = typeFor(fields.find(({name}) => name === field)?.type);
    onChange({
      ...mapping,
      // A field comes from one column: who had it gives it up.
      columns: mapping.columns.map((column, at) =>
        at === index
          ? {...column, field, type}
          : column.field === field && field !== ''
            ? {...column, field: ''}
            : column,
      ),
    });
  };
  const choices = [
    {id: 'nothing', label: t('web.import.nothing')},
    ...fields.map((property) => ({id: property.name, label: titleOf(property)})),
  ];
  return (
    <Table
      label={t('web.import.columns')}
      columns={[
        {id: 'column', title: t('web.import.column')},
        {id: 'values', title: t('web.import.values')},
        {id: 'field', title: t('web.import.field')},
      ]}
      rows={mapping.columns.map((column, index) => ({
        id: `${index} ${column.column}`,
        cells: [
          <Named key="column" name={column.column} />,
          look.rows
            .slice(0, 3)
            .map((row) => row[look.header.indexOf(column.column)] ?? '')
            .filter(Boolean)
            .join(' · '),
          <ComboBox
            key="field"
            label=""
            aria-label={t('web.import.field-of', {column: column.column})}
            choices={choices}
            value={column.field || 'nothing'}
            onChange={(id) => set(index, id === null || id === 'nothing' ? '' : String(id))}
          />,
        ],
      }))}
    />
  );
}
