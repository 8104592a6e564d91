// A day and a time of the workspace's clock, as one instant.
import {parseAbsolute, type ZonedDateTime} from '@internationalized/date';
import {DatePicker as AriaDatePicker} from 'react-aria-components/DatePicker';
import {PickerParts} from './date_picker.tsx';
import field from './field.module.css';
import type {Around} from './field.tsx';

interface InstantPickerProps extends Around {
  timeZone: string;
  value: string | null; // 2026-11-21T09:30:00Z
  onChange: (instant: string | null) => void;
  isRequired?: boolean;
}

export function InstantPicker({label, help, error, timeZone, ...props}: InstantPickerProps) {
  const {value, onChange, isRequired} = props;
  return (
    <AriaDatePicker<ZonedDateTime>
      granularity="minute"
      hideTimeZone
      isRequired={isRequired}
      placeholderValue={parseAbsolute(new Date().toISOString(), timeZone)}
      value={value ? parseAbsolute(value, timeZone) : null}
      onChange={(chosen) => onChange(chosen ? chosen.toAbsoluteString() : null)}
      isInvalid={error ? true : undefined}
      className={field.field}
    >
      <PickerParts {...{label, help, error}} />
    </AriaDatePicker>
  );
}
