// A day, by typing or from a calendar; the calendar of the reader's locale, weeks begin where theirs do.
import {type DateValue, parseDate} from '@internationalized/date';
import {Button} from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import {DateInput, DateSegment} from 'react-aria-components/DateField';
import {DatePicker as AriaDatePicker} from 'react-aria-components/DatePicker';
import {Dialog} from 'react-aria-components/Dialog';
import {Group} from 'react-aria-components/Group';
import {Popover} from 'react-aria-components/Popover';
import css from './date_picker.module.css';
import field from './field.module.css';
import {type Around, FieldParts} from './field.tsx';
import {Icon} from './icon.tsx';
import select from './select.module.css';

interface DatePickerProps extends Around {
  value?: string | null; // 2026-11-21, or nothing
  onChange?: (day: string | null) => void;
  isRequired?: boolean;
  isDisabled?: boolean;
  earliest?: string;
  latest?: string;
}

const day = (text?: string | null): DateValue | null => (text ? parseDate(text) : null);

export function DatePicker({
  label,
  help,
  error,
  value,
  onChange,
  earliest,
  latest,
  ...props
}: DatePickerProps) {
  return (
    <AriaDatePicker
      {...props}
      value={value === undefined ? undefined : day(value)}
      onChange={(chosen) => onChange?.(chosen ? chosen.toString() : null)}
      minValue={day(earliest)}
      maxValue={day(latest)}
      isInvalid={error ? true : undefined}
      className={field.field}
    >
      <PickerParts {...{label, help, error}} />
    </AriaDatePicker>
  );
}

// What every picker of a day looks like: the day to be written, and the calendar that opens.
export function PickerParts({label, help, error}: Around) {
  return (
    <>
      <FieldParts label={label} help={help} error={error}>
        <Group className={`${field.control} ${field.parts}`}>
          <DateInput className={css.input}>
            {(segment) => <DateSegment segment={segment} className={css.segment} />}
          </DateInput>
          <Button className={css.open}>
            <Icon name="calendar" />
          </Button>
        </Group>
      </FieldParts>
      <Popover className={select.popover} offset={4}>
        <Dialog className={css.dialog}>
          <Days />
        </Dialog>
      </Popover>
    </>
  );
}

// The leaves of a calendar.
export function Days() {
  return (
    <Calendar>
      <header className={css.header}>
        <Button slot="previous" className={css.turn}>
          <Icon name="back" />
        </Button>
        <CalendarHeading className={css.heading} />
        <Button slot="next" className={css.turn}>
          <Icon name="forward" />
        </Button>
      </header>
      <CalendarGrid className={css.grid}>
        <CalendarGridHeader>
          {(name) => <CalendarHeaderCell className={css.weekday}>{name}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <CalendarCell date={date} className={css.day} />}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}
