import {useState} from 'react';
import {useText} from '@/i18n/language.tsx';
import {Button, IconButton} from './button.tsx';
import {ComboBox} from './combo_box.tsx';
import {DatePicker} from './date_picker.tsx';
import {TextField} from './field.tsx';
import css from './filter_builder.module.css';
import {
  type Filter,
  type FilterField,
  fromText,
  operatorsOf,
  type Row,
  takesValue,
  toText,
} from './filter_text.ts';
import {Select} from './select.tsx';

interface FilterBuilderProps {
  fields: FilterField[];
  text: string;
  onChange: (text: string) => void;
  error?: string | null; // what the server says about the text
}

// Builds a condition row by row and always shows its text; what rows cannot say is edited as text.
export function FilterBuilder({fields, text, onChange, error}: FilterBuilderProps) {
  const t = useText();
  const [kept, setKept] = useState<Filter | null>(() => fromText(text, fields));
  const [asText, setAsText] = useState(false);
  // Rows without a value are kept here only: the text has nothing of them.
  const filter = kept && toText(kept, fields) === text ? kept : fromText(text, fields);
  const change = (next: Filter) => {
    setKept(next);
    onChange(toText(next, fields));
  };
  const first = fields[0];

  if (asText || !filter) {
    return (
      <div className={css.builder}>
        <TextField
          label={t('web.filter.text')}
          help={filter ? undefined : t('web.filter.only-text')}
          error={error}
          rows={2}
          code
          value={text}
          onChange={onChange}
        />
        {filter && (
          <div className={css.actions}>
            <Button small look="quiet" onPress={() => setAsText(false)}>
              {t('web.filter.as-rows')}
            </Button>
          </div>
        )}
      </div>
    );
  }
  return (
    <div className={css.builder}>
      {filter.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the filter
        <div key={index} className={css.row}>
          {index === 0 ? (
            <span className={css.join}>{t('web.filter.where')}</span>
          ) : (
            <Button
              small
              look="quiet"
              aria-label={t('web.filter.join')}
              onPress={() => change({...filter, join: filter.join === 'and' ? 'or' : 'and'})}
            >
              {filter.join === 'and' ? t('web.filter.and') : t('web.filter.or')}
            </Button>
          )}
          <FilterRow
            fields={fields}
            row={row}
            onChange={(next) => change({...filter, rows: filter.rows.with(index, next)})}
          />
          <IconButton
            icon="close"
            small
            label={t('web.filter.remove')}
            onPress={() => change({...filter, rows: filter.rows.toSpliced(index, 1)})}
          />
        </div>
      ))}
      {text !== '' && (
        <code className={css.text} dir="ltr">
          {text}
        </code>
      )}
      {error && <p className={css.error}>{error}</p>}
      <div className={css.actions}>
        <Button
          small
          icon="plus"
          isDisabled={!first}
          onPress={() => first && change({...filter, rows: [...filter.rows, fresh(first)]})}
        >
          {t('web.filter.add')}
        </Button>
        <Button small look="quiet" onPress={() => setAsText(true)}>
          {t('web.filter.as-text')}
        </Button>
      </div>
    </div>
  );
}

const fresh = (field: FilterField): Row => ({
  field: field.name,
  operator: operatorsOf[field.type][0] ?? 'eq',
  value: field.type === 'boolean' ? 'true' : '',
});

interface FilterRowProps {
  fields: FilterField[];
  row: Row;
  onChange: (row: Row) => void;
}

function FilterRow({fields, row, onChange}: FilterRowProps) {
  const t = useText();
  const field = fields.find((f) => f.name === row.field);
  if (!field) return null;
  return (
    <>
      <div className={css.field}>
        <ComboBox
          label={t('web.filter.field')}
          choices={fields.map((f) => ({id: f.name, label: f.title}))}
          value={row.field}
          onChange={(key) => {
            const chosen = fields.find((f) => f.name === key);
            if (chosen && chosen !== field) onChange(fresh(chosen));
          }}
        />
      </div>
      <div className={css.operator}>
        <Select
          label={t('web.filter.operator')}
          choices={operatorsOf[field.type].map((operator) => ({
            id: operator,
            label: t(`web.operator.${operator}`),
          }))}
          value={row.operator}
          onChange={(key) => onChange({...row, operator: key as Row['operator']})}
        />
      </div>
      <div className={css.value}>
        {takesValue(row.operator) && (
          <ValueField
            field={field}
            value={row.value}
            onChange={(value) => onChange({...row, value})}
          />
        )}
      </div>
    </>
  );
}

interface ValueFieldProps {
  field: FilterField;
  value: string;
  onChange: (value: string) => void;
}

export function ValueField({field, value, onChange}: ValueFieldProps) {
  const t = useText();
  const label = t('web.filter.value');
  switch (field.type) {
    case 'boolean':
    case 'choice': {
      const yesNo = [
        {id: 'true', label: t('web.yes')},
        {id: 'false', label: t('web.no')},
      ];
      return (
        <Select
          label={label}
          choices={field.choices ?? yesNo}
          value={value || null}
          onChange={(key) => onChange(String(key))}
        />
      );
    }
    case 'date':
      return (
        <DatePicker label={label} value={value || null} onChange={(day) => onChange(day ?? '')} />
      );
    case 'instant':
      return (
        <DatePicker
          label={label}
          value={value ? value.slice(0, 10) : null}
          onChange={(day) => onChange(day ? `${day}T00:00:00Z` : '')}
        />
      );
    default:
      return (
        <TextField
          label={label}
          value={value}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          error={
            field.type === 'number' && !/^-?\d*(\.\d+)?$/.test(value) ? t('web.not-a-number') : null
          }
          onChange={onChange}
        />
      );
  }
}
