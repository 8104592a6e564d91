// The form as its visitors see it, in the reader's language.
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {TextField} from '@/ui/field.tsx';
import type {FormField} from './form.ts';
import css from './forms.module.css';

export function FormPreview({title, fields}: {title: string; fields: FormField[]}) {
  const t = useText();
  return (
    <div className={css.preview}>
      <h2 dir="auto">{title || t('web.forms.new')}</h2>
      {fields.map((field) => (
        <TextField
          key={field.name}
          label={field.title[t.language] || t(`web.form-field.${field.name}`)}
          rows={field.name === 'note' ? 3 : undefined}
          isRequired={field.required}
          isReadOnly
        />
      ))}
      <Button look="primary" isDisabled>
        {t('web.forms.send')}
      </Button>
    </div>
  );
}
