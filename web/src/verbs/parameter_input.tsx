// One parameter of a verb: a field of the record it makes, where there is one of that name.
import {type Definition, fieldOf, offersChoices, type RecordField} from '@/api/definition.ts';
import {FieldInput, type FieldValue} from '@/forms_of_records/field_input.tsx';
import {type Choice, Select} from '@/ui/select.tsx';
import {madeBy, type Verb, type VerbParameter} from './verbs.ts';

interface ParameterInputProps {
  parameter: VerbParameter;
  definition: Definition;
  choices: Record<string, Choice[]>;
  verb: Verb;
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

export function ParameterInput({
  parameter,
  definition,
  choices,
  verb,
  ...props
}: ParameterInputProps) {
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
  // A choice list is that of the record which the verb makes; everything else is as the verb says.
  const like = fieldOf(definition, name, madeBy(definition, verb));
  const field: RecordField = {
    name,
    title: {en: title, he: title},
    type: types[parameter.type] ?? 'string',
    required,
    read_only: false,
    ...(like && offersChoices(like) ? {list: like.list, choices: like.choices} : {}),
    ...(like?.type === 'choice' ? {type: 'choice'} : {}),
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
