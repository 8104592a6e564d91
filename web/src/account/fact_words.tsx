// What a fact must say to move the account, in people's words; what these cannot say stands as the pack writes it.
import {
  type Definition,
  fieldOf,
  type RecordField,
  useDefinition,
  useTitle,
} from '@/api/definition.ts';
import {FieldValue} from '@/forms_of_records/field_value.tsx';
import {useText} from '@/i18n/language.tsx';
import {type FieldType, fromText, type Row} from '@/ui/filter_text.ts';
import css from './account.module.css';

const types: Record<string, FieldType> = {
  bool: 'boolean',
  int: 'number',
  decimal: 'number',
  string: 'text',
};

export function FactWords({conditions, kind}: {conditions: string[]; kind: string | undefined}) {
  const definition = useDefinition().data;
  const t = useText();
  if (conditions.length === 0 || !definition) return null;
  return (
    <>
      <p className={css.when}>{t('web.next.asks')}</p>
      <ul className={css.conditions}>
        {conditions.map((condition) => {
          const {rows, fields} = said(definition, condition, kind);
          return (
            <li key={condition}>
              {rows.map((row) => (
                <Term
                  key={`${row.field} ${row.operator} ${row.value}`}
                  {...{definition, row}}
                  field={fields[row.field]}
                />
              ))}
              <code dir="ltr">{condition}</code>
            </li>
          );
        })}
      </ul>
    </>
  );
}

// The terms of "fact/paid eq true and fact/period eq 'month'"; none where it says more than such terms.
function said(definition: Definition, condition: string, kind: string | undefined) {
  const about = definition.fact_kinds.find((entry) => entry.name === kind);
  const fields: Record<string, RecordField> = {};
  for (const {name, type} of about?.fields ?? []) {
    const known = fieldOf(definition, name, about?.record);
    fields[`fact/${name}`] = known ?? {
      name,
      title: {en: '', he: ''},
      type,
      required: false,
      read_only: true,
    };
  }
  const filter = fromText(
    condition,
    Object.entries(fields).map(([name, {type}]) => ({
      name,
      title: name,
      type: types[type] ?? 'text',
    })),
  );
  return {rows: filter?.join === 'and' ? filter.rows : [], fields};
}

function Term({
  definition,
  field,
  row,
}: {
  definition: Definition;
  field: RecordField | undefined;
  row: Row;
}) {
  const t = useText();
  const say = useTitle();
  if (!field) return null;
  const value = field.type === 'bool' ? row.value === 'true' : row.value;
  return (
    <span>
      {say(field.title, field.name)}
      {row.operator === 'eq' ? ':' : ` ${t(`web.operator.${row.operator}`)}`}{' '}
      <FieldValue {...{definition, field, value}} />
    </span>
  );
}
