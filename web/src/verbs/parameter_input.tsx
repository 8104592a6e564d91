// One parameter of a verb: a field of the record it makes, where there is one of that name.
import {type Definition, fieldOf, type RecordField} from '@/api/definition.ts';
import {FieldInput, type FieldValue} from '@/forms_of_records/field_input.tsx';
import {type Choice, Select} from '@/ui/select.tsx';
import type {VerbParameter} from './verbs.ts';

interface ParameterInputProps {
  parameter: VerbParameter;
  definition: Definition;
  choices: Record<string, Choice[]>;
  record: string;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
}

const types: Record<string, string> = {
  'Edm.Boolean': 'bool',
  'Edm.Int64': 'int',
  'Edm.Decimal': 'decimal',
  'Edm.Date': 'date',
  'Edm.DateTimeOffset': 'instant',
};
const records = ['activity', 'opportunity', 'order', 'subscription', 'case'];

export function ParameterInput({parameter, definition, choices, ...props}: ParameterInputProps) {
  const {name, title, required} = parameter;
  const own = choices[name];
  if (own && own.length > 0) {
    return (
      <Select
        label={title}
        choices={own}
        isRequired={required}
        value={props.value === null ? null : String(props.value)}
        onChange={(key) => props.onChange(key === null ? null : String(key))}
      />
    );
  }
  // A choice list is the record's; everything else is as the verb says.
  const like = records
    .map((record) => fieldOf(definition, name, record))
    .find((field) => field?.type === 'choice');
  const field: RecordField = {
    name,
    title: {en: title, he: title},
    type: types[parameter.type] ?? 'string',
    required,
    read_only: false,
    ...(like ? {type: 'choice', list: like.list, choices: like.choices} : {}),
  };
  return (
    <FieldInput
      definition={definition}
      field={field}
      label={title}
      value={props.value}
      onChange={props.onChange}
      isRequired={required}
    />
  );
}
