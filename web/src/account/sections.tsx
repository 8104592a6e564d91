// The sections that the pack shows of this account, and how to reach it.
import {type Definition, fieldOf, useTitle} from '@/api/definition.ts';
import {FieldValue} from '@/forms_of_records/field_value.tsx';
import {useText} from '@/i18n/language.tsx';
import {Details} from '@/ui/details.tsx';
import css from './account.module.css';
import {type AccountRow, useVisibleSections} from './account_data.ts';

interface SectionsProps {
  definition: Definition;
  row: AccountRow;
  asOf?: string;
}

const reach = [
  'phone',
  'email',
  'email_2',
  'owner',
  'csm',
  'company_type',
  'account_type',
  'channel',
  'address',
  'city',
  'postal_code',
  'country',
  'sector',
  'department',
  'branch',
  'external_key',
  'created_at',
];

export function Sections({definition, row, asOf}: SectionsProps) {
  const t = useText();
  const say = useTitle();
  const sections = useVisibleSections(definition, row, asOf);
  const entries = (names: string[], withEmpty: boolean) =>
    names.flatMap((name) => {
      const field = fieldOf(definition, name);
      if (!field) return [];
      const empty = row[name] === null || row[name] === undefined || row[name] === '';
      if (empty && !withEmpty) return [];
      return {
        label: say(field.title, field.name),
        value: empty ? '–' : <FieldValue definition={definition} field={field} value={row[name]} />,
      };
    });
  return (
    <div className={css.sections}>
      <section className={css.section} aria-labelledby="section-reach">
        <h2 id="section-reach">{t('web.account.reach')}</h2>
        <Details entries={entries(reach, false)} />
      </section>
      {sections.map((section) => (
        <section
          key={section.name}
          className={css.section}
          aria-labelledby={`section-${section.name}`}
        >
          <h2 id={`section-${section.name}`}>{say(section.title, section.name)}</h2>
          <Details entries={entries(section.fields, true)} />
        </section>
      ))}
    </div>
  );
}
