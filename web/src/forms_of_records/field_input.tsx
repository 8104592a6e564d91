// One field of a record, entered as its type asks: a choice, a day, yes or no, a number, text.
import {
  choicesOf,
  type Definition,
  offersChoices,
  type RecordField,
  useTitle,
} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import {AccountPicker} from '@/lists/account_picker.tsx';
import {UserPicker} from '@/lists/user_picker.tsx';
import {DatePicker} from '@/ui/date_picker.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {InstantPicker} from '@/ui/instant_picker.tsx';
import {Select} from '@/ui/select.tsx';

export type FieldValue = string | boolean | null;
interface FieldInputProps {
  definition: Definition;
  field: RecordField;
  label?: string;
  help?: string;
  error?: string | null;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  isRequired?: boolean;
}

const people = ['owner', 'csm'];

export function FieldInput({definition, field, ...props}: FieldInputProps) {
  const t = useText();
  const say = useTitle();
  const {value, onChange, isRequired, help, error} = props;
  const label = props.label ?? say(field.title, field.name);
  const around = {label, help, error, isRequired};
  const text = value === null ? '' : String(value);
  if (offersChoices(field)) {
    const choices = choicesOf(definition, field).map(({name, title}) => ({
      id: name,
      label: say(title, name),
    }));
    // What an import brought is not lost by being looked at.
    if (text && !choices.some(({id}) => id === text)) choices.push({id: text, label: text});
    return (
      <Select
        {...around}
        choices={isRequired ? choices : [{id: '', label: t('web.none')}, ...choices]}
        value={text || null}
        onChange={(key) => onChange(key ? String(key) : null)}
      />
    );
  }
  if (field.type === 'bool') {
    return (
      <Switch isSelected={value === true} onChange={onChange}>
        {label}
      </Switch>
    );
  }
  if (field.type === 'date') {
    return <DatePicker {...around} value={text || null} onChange={onChange} />;
  }
  if (field.type === 'instant') {
    return (
      <InstantPicker
        {...around}
        timeZone={definition.time_zone}
        value={text || null}
        onChange={onChange}
      />
    );
  }
  if (people.includes(field.name)) {
    return <UserPicker {...{label, help, isRequired}} value={text || null} onChange={onChange} />;
  }
  if (field.name === 'parent') {
    return (
      <AccountPicker {...{label, help, isRequired}} value={text || null} onChange={onChange} />
    );
  }
  const numeric = field.type === 'decimal' || field.type === 'int';
  const bad = numeric && text !== '' && !/^-?\d+(\.\d+)?$/.test(text);
  return (
    <TextField
      {...around}
      error={bad ? t('web.not-a-number') : error}
      inputMode={numeric ? 'decimal' : undefined}
      rows={field.name === 'note' || field.name === 'popup_message' ? 3 : undefined}
      value={text}
      onChange={(entered) => onChange(entered === '' ? null : entered)}
    />
  );
}
