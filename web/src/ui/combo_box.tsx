import {Button} from 'react-aria-components/Button';
import {
  ComboBox as AriaComboBox,
  type ComboBoxProps as AriaComboBoxProps,
} from 'react-aria-components/ComboBox';
import {Group} from 'react-aria-components/Group';
import {Input} from 'react-aria-components/Input';
import {ListBox} from 'react-aria-components/ListBox';
import {Popover} from 'react-aria-components/Popover';
import {useText} from '@/i18n/language.tsx';
import css from './combo_box.module.css';
import field from './field.module.css';
import {type Around, FieldParts} from './field.tsx';
import {Icon} from './icon.tsx';
import select from './select.module.css';
import {type Choice, ChoiceItem} from './select.tsx';

type ComboBoxProps = Omit<AriaComboBoxProps<Choice>, 'className' | 'children'> &
  Around & {choices: Iterable<Choice>; placeholder?: string};

// One of many: typing narrows the list. With `items` and onInputChange the server narrows it.
export function ComboBox({label, help, error, choices, placeholder, ...props}: ComboBoxProps) {
  const t = useText();
  return (
    <AriaComboBox
      {...props}
      defaultItems={props.items ? undefined : choices}
      isInvalid={props.isInvalid ?? !!error}
      className={field.field}
      allowsEmptyCollection
    >
      <FieldParts label={label} help={help} error={error}>
        <Group className={`${field.control} ${field.parts}`}>
          <Input className={css.input} placeholder={placeholder} />
          <Button className={css.open}>
            <Icon name="down" />
          </Button>
        </Group>
      </FieldParts>
      <Popover className={select.popover} offset={4}>
        <ListBox<Choice>
          className={select.list}
          renderEmptyState={() => <div className={select.empty}>{t('web.nothing-fits')}</div>}
        >
          {(choice) => <ChoiceItem choice={choice} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}
