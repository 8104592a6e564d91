// Where an account can go, as buttons: for fingers and for who does not drag.
import {type LifecycleAbout, stageOf, useTitle} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import {hueOf, StageBadge} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {StageIcon} from '@/ui/stage_icon.tsx';
import css from './moves.module.css';
import {type Way, waysFrom} from './ways.ts';

interface MoveToDialogProps {
  lifecycle: LifecycleAbout;
  name: string;
  from: string | null;
  onWay: (way: Way) => void;
  onClose: () => void;
}

export default function MoveToDialog({lifecycle, name, from, onWay, onClose}: MoveToDialogProps) {
  const t = useText();
  const say = useTitle();
  const ways = waysFrom(lifecycle, from);
  return (
    <Dialog
      title={t('web.board.move-to', {name})}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={<Button onPress={onClose}>{t('web.cancel')}</Button>}
    >
      {ways.length === 0 && <p>{t('web.board.no-way')}</p>}
      <div className={css.targets}>
        {ways.map((way) => {
          const stage = stageOf(lifecycle, way.to);
          return way.kind === 'hand' ? (
            <Button key={way.to} onPress={() => onWay(way)}>
              <StageBadge
                title={say(stage?.title, way.to)}
                hue={hueOf(stage?.colour, stage?.rank ?? 0)}
                icon={stage?.icon}
                active={stage?.active ?? true}
              />
            </Button>
          ) : (
            <Button key={way.declaration.name} onPress={() => onWay(way)}>
              {stage && (
                <span className={css.icon} data-hue={hueOf(stage.colour, stage.rank)}>
                  <StageIcon name={stage.icon} size={14} />
                </span>
              )}
              <bdi>{say(way.declaration.title, way.declaration.name)}</bdi>
            </Button>
          );
        })}
      </div>
    </Dialog>
  );
}
