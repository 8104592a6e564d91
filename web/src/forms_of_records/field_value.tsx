// A value of a record as people read it: titles for choices and stages, the workspace's clock for instants.
import {
  choicesOf,
  type Definition,
  lifecycleOf,
  offersChoices,
  type RecordField,
  stageOf,
  useTitle,
} from '@/api/definition.ts';
import {useFormats} from '@/i18n/formats.ts';
import {type Text, useText} from '@/i18n/language.tsx';
import {hueOf, StageBadge} from '@/ui/badge.tsx';

// A value that no field describes: of a parameter.
export const plainValue = (value: unknown, t: Text) =>
  typeof value === 'boolean' ? t(value ? 'web.yes' : 'web.no') : String(value ?? '–');

interface FieldValueProps {
  definition: Definition;
  field: RecordField;
  value: unknown;
}

export function FieldValue({definition, field, value}: FieldValueProps) {
  const t = useText();
  const say = useTitle();
  const formats = useFormats(definition.time_zone);
  if (value === null || value === undefined || value === '') return null;
  const text = String(value);
  const lifecycle = lifecycleOf(definition, field.name);
  const stage = stageOf(lifecycle, text);
  if (stage) {
    return (
      <StageBadge
        title={say(stage.title, stage.name)}
        hue={hueOf(stage.colour, stage.rank)}
        active={stage.active}
      />
    );
  }
  if (offersChoices(field)) {
    const choice = choicesOf(definition, field).find((entry) => entry.name === text);
    return <bdi>{say(choice?.title, text)}</bdi>;
  }
  switch (field.type) {
    case 'bool':
      return plainValue(value, t);
    case 'int':
    case 'decimal':
    case 'double':
      return formats.number(text);
    case 'date':
      return formats.date(text);
    case 'instant':
      return <time dateTime={text}>{formats.instant(text)}</time>;
  }
  if (field.name.startsWith('email')) return <a href={`mailto:${text}`}>{text}</a>;
  if (field.name === 'phone') {
    return (
      <a href={`tel:${text}`} dir="ltr">
        {text}
      </a>
    );
  }
  return <bdi>{text}</bdi>;
}
