import {type DateValue, parseDate, toCalendarDate} from '@internationalized/date';
import {CalendarContext} from 'react-aria-components/Calendar';
import {Days} from './date_picker.tsx';

interface AsOfCalendarProps {
  day: string | undefined; // 2026-11-21
  onChange: (day: string) => void; // '': today, which is now
}

export default function AsOfCalendar({day, onChange}: AsOfCalendarProps) {
  const today = new Date().toISOString().slice(0, 10);
  return (
    <CalendarContext.Provider
      value={{
        value: parseDate(day || today),
        maxValue: parseDate(today),
        onChange: (chosen) => {
          const shown = toCalendarDate(chosen as DateValue).toString();
          onChange(shown === today ? '' : shown);
        },
      }}
    >
      <Days />
    </CalendarContext.Provider>
  );
}
