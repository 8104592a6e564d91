// An account on the board: a person by the contact's name, a company by its own.
import {Button as AriaButton} from 'react-aria-components/Button';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {IconButton} from '@/ui/button.tsx';
import {Icon} from '@/ui/icon.tsx';
import css from './board.module.css';
import {type Card, nameOf} from './board_data.ts';

interface CardFaceProps {
  card: Card;
  since: unknown;
  drags: boolean;
  onMoveTo?: () => void;
}

export function CardFace({card, since, drags, onMoveTo}: CardFaceProps) {
  const t = useText();
  const formats = useFormats();
  const name = nameOf(card);
  return (
    <div className={css.face}>
      <span className={css.name}>
        <Icon name={card.is_person ? 'person' : 'accounts'} size={14} />
        <bdi className={css.clip}>{name}</bdi>
        {card.popup_message && (
          <span className={css.warned} title={card.popup_message}>
            <Icon name="warning" size={14} />
            <span className="visually-hidden">{t('web.account.has-popup')}</span>
          </span>
        )}
      </span>
      <span className={css.facts}>
        <span className={css.clip}>
          {since ? formats.ago(String(since), new Date()) : ''}
          {card.owner && (
            <>
              {' · '}
              <bdi>{card.owner}</bdi>
            </>
          )}
        </span>
        {Number(card.order_total ?? 0) !== 0 && (
          <strong>{formats.compact(String(card.order_total))}</strong>
        )}
      </span>
      <span className={css.tools}>
        {onMoveTo && (
          <IconButton
            small
            icon="forward"
            label={t('web.board.move-to', {name})}
            onPress={onMoveTo}
          />
        )}
        {drags && (
          <AriaButton slot="drag" className={css.grip} aria-label={t('web.board.drag', {name})}>
            <Icon name="grip" size={14} />
          </AriaButton>
        )}
      </span>
    </div>
  );
}
