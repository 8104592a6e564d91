// What many are to be given: fields, a stage by hand, or a declaration with what documents it.
import {stageOf, useDefinition, useTitle} from '@/api/definition.ts';
import type {About} from '@/api/properties.ts';
import {useText} from '@/i18n/language.tsx';
import {filterFields} from '@/lists/fields.ts';
import {Button, IconButton} from '@/ui/button.tsx';
import {ComboBox} from '@/ui/combo_box.tsx';
import {TextField} from '@/ui/field.tsx';
import {ValueField} from '@/ui/filter_builder.tsx';
import {Select} from '@/ui/select.tsx';
import css from './bulk.module.css';
import {changeable, type FieldChange, type Wanted} from './change.ts';

interface ChangeFormProps {
  about: About;
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
}

export function ChangeForm({about, wanted, onChange}: ChangeFormProps) {
  const t = useText();
  const say = useTitle();
  const definition = useDefinition();
  const fields = filterFields(changeable(about.properties, about.lifecycles));
  const put = (index: number, row: FieldChange) =>
    onChange({...wanted, fields: wanted.fields.with(index, row)});
  const left = fields.filter(({name}) => wanted.fields.every(({field}) => field !== name));
  const declarations = (definition.data?.lifecycles ?? []).flatMap((lifecycle) =>
    lifecycle.declarations
      .filter(({mine, to}) => mine && !stageOf(lifecycle, to)?.hidden)
      .map((declaration) => ({
        id: `${lifecycle.name} ${declaration.name}`,
        label: say(declaration.title, declaration.name),
      })),
  );
  return (
    <>
      {wanted.fields.map((row, index) => {
        const field = fields.find(({name}) => name === row.field);
        return (
          <div key={row.field} className={css.row}>
            <ComboBox
              label={t('web.filter.field')}
              choices={[...(field ? [field] : []), ...left].map(({name, title}) => ({
                id: name,
                label: title,
              }))}
              value={row.field}
              onChange={(key) => key !== null && put(index, {field: String(key), value: ''})}
            />
            {field && (
              <ValueField
                field={field}
                value={row.value}
                onChange={(value) => put(index, {...row, value})}
              />
            )}
            <IconButton
              icon="close"
              label={t('web.bulk.leave-out')}
              onPress={() => onChange({...wanted, fields: wanted.fields.toSpliced(index, 1)})}
            />
          </div>
        );
      })}
      <div>
        <Button
          icon="plus"
          isDisabled={left.length === 0}
          onPress={() => {
            const [next] = left;
            if (!next) return;
            const row = {field: next.name, value: next.type === 'boolean' ? 'true' : ''};
            onChange({...wanted, fields: [...wanted.fields, row]});
          }}
        >
          {t('web.bulk.add')}
        </Button>
      </div>
      {declarations.length > 0 && (
        <Select
          label={t('web.bulk.declare')}
          choices={[{id: '', label: t('web.bulk.declare-nothing')}, ...declarations]}
          value={wanted.declaration}
          onChange={(declaration) => onChange({...wanted, declaration: String(declaration ?? '')})}
        />
      )}
      <TextField
        label={t('web.bulk.note')}
        value={wanted.note}
        onChange={(note) => onChange({...wanted, note})}
        rows={2}
      />
      <TextField
        label={t('web.bulk.reason')}
        value={wanted.reason}
        onChange={(reason) => onChange({...wanted, reason})}
      />
    </>
  );
}
