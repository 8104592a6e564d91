// Says that a day in the past is looked at, and leads back.
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import css from './as_of.module.css';
import {Button} from './button.tsx';
import {Callout} from './states.tsx';

export function AsOfNote({day, onNow}: {day: string; onNow: () => void}) {
  const t = useText();
  const formats = useFormats();
  return (
    <Callout tone="warning">
      <div className={css.note}>
        {t('web.as-of.shown', {day: formats.date(day)})}
        <Button small onPress={onNow}>
          {t('web.as-of.now')}
        </Button>
      </div>
    </Callout>
  );
}
