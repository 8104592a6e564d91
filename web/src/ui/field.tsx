// Fields with what belongs to them: label, help, what is wrong.
import type {ReactNode} from 'react';
import {Checkbox as AriaCheckbox, type CheckboxProps} from 'react-aria-components/Checkbox';
import {FieldError} from 'react-aria-components/FieldError';
import {Input} from 'react-aria-components/Input';
import {Label} from 'react-aria-components/Label';
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
} from 'react-aria-components/SearchField';
import {Switch as AriaSwitch, type SwitchProps} from 'react-aria-components/Switch';
import {Text} from 'react-aria-components/Text';
import {TextArea} from 'react-aria-components/TextArea';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField';
import {useText} from '@/i18n/language.tsx';
import {IconButton} from './button.tsx';
import css from './field.module.css';
import {Icon} from './icon.tsx';

export interface Around {
  label: string;
  help?: ReactNode;
  error?: string | null; // what is wrong with what was entered
}

// The parts around any control, in their order.
export function FieldParts({label, help, error, children}: Around & {children: ReactNode}) {
  return (
    <>
      <Label className={css.label}>{label}</Label>
      {children}
      {help && (
        <Text slot="description" className={css.help}>
          {help}
        </Text>
      )}
      <FieldError className={css.error}>{error || undefined}</FieldError>
    </>
  );
}

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children'> &
  Around & {rows?: number; placeholder?: string; code?: boolean};

// What people write: its direction follows what is written, unless it is code.
export function TextField({label, help, error, rows, placeholder, code, ...props}: TextFieldProps) {
  const direction = code ? 'ltr' : undefined;
  const className = `${css.input} ${code ? css.code : ''}`;
  return (
    <AriaTextField {...props} isInvalid={props.isInvalid ?? !!error} className={css.field}>
      <FieldParts label={label} help={help} error={error}>
        {rows ? (
          <TextArea className={className} rows={rows} dir={direction} placeholder={placeholder} />
        ) : (
          <Input className={className} dir={direction} placeholder={placeholder} />
        )}
      </FieldParts>
    </AriaTextField>
  );
}

type SearchFieldProps = Omit<AriaSearchFieldProps, 'className' | 'children'> & {
  label: string;
  placeholder?: string;
};

export function SearchField({label, placeholder, ...props}: SearchFieldProps) {
  const t = useText();
  return (
    <AriaSearchField {...props} aria-label={label} className={`${css.field} ${css.search}`}>
      {({isEmpty}) => (
        <>
          <span className={css.lens}>
            <Icon name="search" />
          </span>
          <Input className={css.input} placeholder={placeholder ?? label} />
          {!isEmpty && <IconButton icon="close" label={t('web.clear')} small />}
        </>
      )}
    </AriaSearchField>
  );
}

export function Checkbox({
  children,
  ...props
}: Omit<CheckboxProps, 'className'> & {children?: ReactNode}) {
  return (
    <AriaCheckbox {...props} className={css.check}>
      {({isSelected, isIndeterminate}) => (
        <>
          <span className={css.box} aria-hidden="true">
            {isIndeterminate ? (
              <Icon name="minus" size={12} />
            ) : isSelected ? (
              <Icon name="check" size={12} />
            ) : null}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}

export function Switch({
  children,
  ...props
}: Omit<SwitchProps, 'className'> & {children: ReactNode}) {
  return (
    <AriaSwitch {...props} className={css.check}>
      <span className={css.track} aria-hidden="true">
        <span className={css.knob} />
      </span>
      {children}
    </AriaSwitch>
  );
}
