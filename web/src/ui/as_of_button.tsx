// Opens the calendar of the past, which comes when somebody asks for it.
import {Suspense} from 'react';
import {Dialog, DialogTrigger} from 'react-aria-components/Dialog';
import {Popover} from 'react-aria-components/Popover';
import {lazy} from '@/app/lazy.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from './button.tsx';
import css from './date_picker.module.css';
import select from './select.module.css';
import {Skeleton} from './states.tsx';

const AsOfCalendar = lazy(() => import('./as_of_calendar.tsx'));

interface AsOfButtonProps {
  day: string | undefined; // 2026-11-21
  onChange: (day: string) => void;
}

export function AsOfButton({day, onChange}: AsOfButtonProps) {
  const t = useText();
  return (
    <DialogTrigger>
      <Button icon="calendar">{t('web.as-of')}</Button>
      <Popover className={select.popover} offset={4}>
        <Dialog className={css.dialog} aria-label={t('web.as-of')}>
          {({close}) => (
            <Suspense fallback={<Skeleton lines={6} />}>
              <AsOfCalendar
                day={day}
                onChange={(chosen) => {
                  onChange(chosen);
                  close();
                }}
              />
            </Suspense>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
