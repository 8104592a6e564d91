// Conditions with the values that they saw: in people's words where the pack has them, and as the pack writes them.
import {type Definition, fieldOf, useDefinition, useTitle} from '@/api/definition.ts';
import {FieldValue, plainValue} from '@/forms_of_records/field_value.tsx';
import {useText} from '@/i18n/language.tsx';
import css from './account.module.css';
import type {Reason} from './story.ts';

export function Conditions({reasons}: {reasons: Reason[]}) {
  const definition = useDefinition().data;
  if (reasons.length === 0 || !definition) return null;
  return (
    <ul className={css.conditions}>
      {reasons.map(({condition, holds, values}) => (
        <li key={condition}>
          {Object.entries(values).map(([name, value]) => (
            <span key={name} className={holds ? css.holds : css.fails}>
              <Seen {...{definition, name, value}} />
            </span>
          ))}
          <code dir="ltr">{condition}</code>
        </li>
      ))}
    </ul>
  );
}

interface SeenProps {
  definition: Definition;
  name: string; // a field of the account, '@parameter', or what else a condition can name
  value: unknown;
}

// What a condition saw: "Orders: 3".
function Seen({definition, name, value}: SeenProps) {
  const t = useText();
  const say = useTitle();
  const field = fieldOf(definition, name);
  if (field) {
    return (
      <>
        {say(field.title, name)}:{' '}
        {value === null ? '–' : <FieldValue {...{definition, field, value}} />}
      </>
    );
  }
  const parameter = definition.parameters.find((entry) => `@${entry.name}` === name);
  return parameter ? (
    <>
      {say(parameter.title, name)}: <bdi>{plainValue(value, t)}</bdi>
    </>
  ) : (
    <code dir="ltr">
      {name} = {String(value)}
    </code>
  );
}
