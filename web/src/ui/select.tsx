import type {ReactNode} from 'react';
import {Button} from 'react-aria-components/Button';
import {ListBox, ListBoxItem} from 'react-aria-components/ListBox';
import {Popover} from 'react-aria-components/Popover';
import {
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  SelectValue,
} from 'react-aria-components/Select';
import {useText} from '@/i18n/language.tsx';
import field from './field.module.css';
import {type Around, FieldParts} from './field.tsx';
import {Icon} from './icon.tsx';
import css from './select.module.css';

export interface Choice {
  id: string;
  label: string;
  help?: string;
  icon?: ReactNode;
}

type SelectProps = Omit<AriaSelectProps<Choice>, 'className' | 'children'> &
  Around & {choices: Choice[]; placeholder?: string};

// One of a handful; with more than twenty choices take a ComboBox, which can be typed in.
export function Select({label, help, error, choices, placeholder, ...props}: SelectProps) {
  const t = useText();
  return (
    <AriaSelect
      {...props}
      placeholder={placeholder ?? t('web.choose')}
      isInvalid={props.isInvalid ?? !!error}
      className={field.field}
    >
      <FieldParts label={label} help={help} error={error}>
        <Button className={`${field.control} ${css.button}`}>
          <SelectValue className={css.value} />
          <Icon name="down" />
        </Button>
      </FieldParts>
      <Popover className={css.popover} offset={4}>
        <ListBox items={choices} className={css.list}>
          {(choice) => <ChoiceItem choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function ChoiceItem({choice}: {choice: Choice}) {
  return (
    <ListBoxItem id={choice.id} textValue={choice.label} className={css.item}>
      {({isSelected}) => (
        <>
          {choice.icon}
          <span className={css.words} dir="auto">
            {choice.label}
            {choice.help && <small className={css.help}>{choice.help}</small>}
          </span>
          {isSelected && (
            <span className={css.tick}>
              <Icon name="check" />
            </span>
          )}
        </>
      )}
    </ListBoxItem>
  );
}
