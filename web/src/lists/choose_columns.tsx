// Which fields are columns, and in which order: what is chosen stands first and can be moved.
import {useState} from 'react';
import type {Lifecycle, Property} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button, IconButton} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Checkbox, SearchField} from '@/ui/field.tsx';
import {titleOf} from './fields.ts';
import css from './lists.module.css';

interface ChooseColumnsProps {
  properties: Property[];
  lifecycles: Lifecycle[];
  chosen: string[];
  onChoose: (names: string[]) => void;
  onClose: () => void;
}

export default function ChooseColumns(props: ChooseColumnsProps) {
  const {properties, lifecycles, onChoose, onClose} = props;
  const t = useText();
  const [chosen, setChosen] = useState(props.chosen);
  const [text, setText] = useState('');
  const found = properties.filter((property) =>
    titleOf(property).toLowerCase().includes(text.trim().toLowerCase()),
  );
  const move = (index: number, by: number) => {
    const name = chosen[index];
    if (name) setChosen(chosen.toSpliced(index, 1).toSpliced(index + by, 0, name));
  };
  const groups = [...Map.groupBy(found, (property) => groupOf(property, lifecycles))];
  return (
    <Dialog
      title={t('web.columns')}
      wide
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={chosen.length === 0}
            onPress={() => {
              onChoose(chosen);
              onClose();
            }}
          >
            {t('web.columns.show')}
          </Button>
        </>
      }
    >
      <ol className={css.chosen}>
        {chosen.map((name, index) => {
          const property = properties.find((entry) => entry.name === name);
          const title = property ? titleOf(property) : name;
          return (
            <li key={name}>
              <span dir="auto">{title}</span>
              <IconButton
                small
                icon="back"
                label={t('web.columns.earlier', {column: title})}
                isDisabled={index === 0}
                onPress={() => move(index, -1)}
              />
              <IconButton
                small
                icon="forward"
                label={t('web.columns.later', {column: title})}
                isDisabled={index === chosen.length - 1}
                onPress={() => move(index, 1)}
              />
              <IconButton
                small
                icon="close"
                label={t('web.columns.leave-out', {column: title})}
                onPress={() => setChosen(chosen.toSpliced(index, 1))}
              />
            </li>
          );
        })}
      </ol>
      <SearchField label={t('web.columns.search')} value={text} onChange={setText} autoFocus />
      {groups.map(([group, entries]) => (
        <fieldset key={group}>
          <legend>{group || t('web.columns.record')}</legend>
          <div className={css.columns}>
            {entries.map((property) => (
              <Checkbox
                key={property.name}
                isSelected={chosen.includes(property.name)}
                onChange={(on) =>
                  setChosen(
                    on
                      ? [...chosen, property.name]
                      : chosen.filter((name) => name !== property.name),
                  )
                }
              >
                <span dir="auto">{titleOf(property)}</span>
              </Checkbox>
            ))}
          </div>
        </fieldset>
      ))}
    </Dialog>
  );
}

// What a lifecycle adds to the record stands by itself.
function groupOf(property: Property, lifecycles: Lifecycle[]): string {
  const owner = lifecycles.find(
    ({name}) => property.name === name || property.name.startsWith(`${name}_`),
  );
  return owner?.title ?? '';
}
