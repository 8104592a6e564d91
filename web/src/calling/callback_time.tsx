// When to call back: in an hour, tomorrow morning, or a day and a time.
import {now, toCalendarDateTime, toZoned} from '@internationalized/date';
import {useState} from 'react';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {InstantPicker} from '@/ui/instant_picker.tsx';
import css from './calling.module.css';

interface CallbackTimeProps {
  timeZone: string;
  onChoose: (instant: string) => void;
  onClose: () => void;
}

// By the workspace's clock.
export function soon(timeZone: string, what: 'hour' | 'tomorrow' | 'week'): string {
  const present = now(timeZone).set({second: 0, millisecond: 0});
  if (what === 'hour') return present.add({hours: 1}).toAbsoluteString();
  const day = toCalendarDateTime(present.add({days: what === 'tomorrow' ? 1 : 7}));
  return toZoned(day.set({hour: 9, minute: 0}), timeZone).toAbsoluteString();
}

export function CallbackTime({timeZone, onChoose, onClose}: CallbackTimeProps) {
  const t = useText();
  const [at, setAt] = useState<string | null>(null);
  return (
    <Dialog
      title={t('web.calling.back')}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button look="primary" isDisabled={!at} onPress={() => at && onChoose(at)}>
            {t('web.save')}
          </Button>
        </>
      }
    >
      <div className={css.soon}>
        <Button autoFocus onPress={() => onChoose(soon(timeZone, 'hour'))}>
          {t('web.calling.hour')}
        </Button>
        <Button onPress={() => onChoose(soon(timeZone, 'tomorrow'))}>
          {t('web.calling.tomorrow')}
        </Button>
        <Button onPress={() => onChoose(soon(timeZone, 'week'))}>{t('web.calling.week')}</Button>
      </div>
      <InstantPicker label={t('web.calling.at')} timeZone={timeZone} value={at} onChange={setAt} />
    </Dialog>
  );
}
