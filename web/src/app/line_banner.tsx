// Says that the server cannot be reached, or takes long; above everything, dialogs too.
import {createPortal} from 'react-dom';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Icon} from '@/ui/icon.tsx';
import {tryAgain, useLine} from './line.ts';
import css from './line_banner.module.css';
import {tell} from './server.ts';

// Who waits sends again; where nobody does, one looks.
function again() {
  tryAgain();
  tell('/livez').catch(() => {});
}

export function LineBanner() {
  const t = useText();
  const line = useLine();
  // The region is there before it says something: screen readers hear only what changes in it.
  return createPortal(
    <div role="status" data-react-aria-top-layer="true" className={`${css.region} no-print`}>
      {line !== 'open' && (
        <div className={`${css.banner} ${css[line]}`}>
          <Icon name={line === 'lost' ? 'warning' : 'info'} />
          <span>{t(`web.line.${line}`)}</span>
          {line === 'lost' && (
            <Button small onPress={again}>
              {t('web.try-again')}
            </Button>
          )}
        </div>
      )}
    </div>,
    document.body,
  );
}
