// The fields that a form asks, in their order.
import {useText} from '@/i18n/language.tsx';
import {Button, IconButton} from '@/ui/button.tsx';
import {Checkbox, TextField} from '@/ui/field.tsx';
import {Menu} from '@/ui/menu.tsx';
import {askable, type FormField} from './form.ts';
import css from './forms.module.css';

interface FieldRowsProps {
  fields: FormField[];
  onChange: (fields: FormField[]) => void;
}

export function FieldRows({fields, onChange}: FieldRowsProps) {
  const t = useText();
  const left = askable.filter((name) => fields.every((field) => field.name !== name));
  const move = (index: number, by: number) => {
    const row = fields[index];
    if (row) onChange(fields.toSpliced(index, 1).toSpliced(index + by, 0, row));
  };
  return (
    <fieldset className={css.fields}>
      <legend>{t('web.forms.asked')}</legend>
      {fields.map((field, index) => {
        const name = t(`web.form-field.${field.name}`);
        const change = (part: Partial<FormField>) =>
          onChange(fields.with(index, {...field, ...part}));
        return (
          <div key={field.name} className={css.row}>
            <strong className={css.name}>{name}</strong>
            <TextField
              label={t('web.forms.english')}
              value={field.title.en}
              onChange={(en) => change({title: {...field.title, en}})}
            />
            <TextField
              label={t('web.forms.hebrew')}
              value={field.title.he}
              onChange={(he) => change({title: {...field.title, he}})}
            />
            <div className={css.tools}>
              <Checkbox
                isSelected={field.required}
                onChange={(required) => change({required})}
                aria-label={t('web.forms.required-field', {field: name})}
              >
                {t('web.forms.required')}
              </Checkbox>
              <span className={css.grow} />
              <IconButton
                small
                icon="up"
                label={t('web.forms.up', {field: name})}
                isDisabled={index === 0}
                onPress={() => move(index, -1)}
              />
              <IconButton
                small
                icon="down"
                label={t('web.forms.down', {field: name})}
                isDisabled={index === fields.length - 1}
                onPress={() => move(index, 1)}
              />
              <IconButton
                small
                icon="close"
                label={t('web.forms.leave-out', {field: name})}
                onPress={() => onChange(fields.toSpliced(index, 1))}
              />
            </div>
          </div>
        );
      })}
      {left.length > 0 && (
        <Menu
          label={t('web.forms.add')}
          trigger={
            <Button icon="plus" small>
              {t('web.forms.add')}
            </Button>
          }
          groups={[{entries: left.map((name) => ({id: name, label: t(`web.form-field.${name}`)}))}]}
          onAction={(id) => {
            const name = left.find((entry) => entry === id);
            if (name) onChange([...fields, {name, title: {en: '', he: ''}, required: false}]);
          }}
        />
      )}
    </fieldset>
  );
}
