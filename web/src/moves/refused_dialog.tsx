// A move that was refused: why, all of it, and which moves would be let in.
import type {TenureError} from '@client/error.ts';
import {type Definition, lifecycleOf, stageOf, useTitle} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import css from './moves.module.css';
import type {Moved} from './use_move.tsx';
import {type Way, waysOf} from './ways.ts';

interface RefusedDialogProps {
  account: Moved;
  way: Way;
  definition: Definition;
  error: TenureError | null;
  onWay: (way: Way) => void;
  onClose: () => void;
}

export default function RefusedDialog(props: RefusedDialogProps) {
  const {account, definition, error, onWay, onClose} = props;
  const t = useText();
  const say = useTitle();
  const ways = waysOf(definition.lifecycles, error?.allowed ?? []);
  const titleOf = (way: Way) =>
    way.kind === 'declaration'
      ? say(way.declaration.title, way.declaration.name)
      : say(stageOf(lifecycleOf(definition, way.lifecycle), way.to)?.title, way.to);
  return (
    <Dialog
      title={t('web.refused.title', {name: account.name})}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={<Button onPress={onClose}>{t('web.refused.leave')}</Button>}
    >
      <Refusal error={error} />
      <h3>{ways.length > 0 ? t('web.refused.instead') : t('web.refused.nothing')}</h3>
      <ul className={css.ways}>
        {ways.map((way) => (
          <li key={`${way.lifecycle} ${titleOf(way)}`}>
            <Button onPress={() => onWay(way)}>
              <bdi>{titleOf(way)}</bdi>
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
