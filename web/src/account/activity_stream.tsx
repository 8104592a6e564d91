// What happened with this account, with the lifecycle log in it.
import {type Definition, lifecycleOf, stageOf, useTitle} from '@/api/definition.ts';
import {outcomeTitle, useOutcomes} from '@/calling/calling_data.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {hueOf} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {Fold} from '@/ui/fold.tsx';
import {Icon, type IconName} from '@/ui/icon.tsx';
import css from './account.module.css';
import type {Related} from './account_data.ts';
import {type StreamItem, streamOf} from './stream.ts';

interface ActivityStreamProps {
  definition: Definition;
  related: Related;
  onUndo?: (sequence: number) => void;
  onSummarise?: (appointment: string) => void;
}

const icons: Record<string, IconName> = {call: 'phone', email: 'inbox', note: 'info'};
const byPeople = ['hand', 'declaration', 'script'];

export function ActivityStream({definition, related, onUndo, onSummarise}: ActivityStreamProps) {
  const t = useText();
  const {items, superseded} = streamOf(related);
  const list = (some: StreamItem[], live: boolean) => (
    <ol className={css.stream}>
      {some.map((item) => (
        <li key={item.id}>
          <Item
            {...{definition, item}}
            onUndo={live ? onUndo : undefined}
            onSummarise={live ? onSummarise : undefined}
          />
        </li>
      ))}
    </ol>
  );
  return (
    <section className={css.section} aria-labelledby="stream">
      <h2 id="stream">{t('web.stream')}</h2>
      {items.length === 0 ? <p className={css.when}>{t('web.stream.none')}</p> : list(items, true)}
      {superseded.length > 0 && (
        <Fold title={t('web.stream.superseded', {count: superseded.length})}>
          {list(superseded, false)}
        </Fold>
      )}
    </section>
  );
}

interface ItemProps extends Omit<ActivityStreamProps, 'related'> {
  item: StreamItem;
}

function Item({definition, item, onUndo, onSummarise}: ItemProps) {
  const t = useText();
  const formats = useFormats(definition.time_zone);
  const {row, kind} = item;
  const isMove = kind === 'move';
  const icon = isMove ? 'forward' : kind === 'appointment' ? 'calendar' : icons[String(row.kind)];
  // What a rule noted stands with what it followed from.
  const words =
    isMove && row.cause === 'rule' ? [] : [row.subject, row.note, row.reason].filter(Boolean);
  return (
    <article className={css.item}>
      <span className={css.itemIcon}>
        <Icon name={icon ?? 'person'} size={14} />
      </span>
      <div className={css.itemBody}>
        {isMove ? <MoveLine {...{definition, row}} /> : <ActivityLine {...{item}} />}
        {words.map((text) => (
          <p key={String(text)} dir="auto">
            {String(text)}
          </p>
        ))}
        <p className={css.when}>
          <time dateTime={item.at}>{formats.instant(item.at)}</time>
          {row.actor ? (
            <>
              {' · '}
              <bdi>{String(row.actor)}</bdi>
            </>
          ) : null}
        </p>
      </div>
      {isMove && onUndo && byPeople.includes(String(row.cause)) && (
        <Button small look="quiet" icon="undo" onPress={() => onUndo(Number(row.sequence))}>
          {t('web.undo')}
        </Button>
      )}
      {kind === 'appointment' && !row.summarised_at && onSummarise && (
        <Button small onPress={() => onSummarise(row.key)}>
          {t('web.stream.summarise')}
        </Button>
      )}
    </article>
  );
}

function MoveLine({definition, row}: {definition: Definition; row: StreamItem['row']}) {
  const t = useText();
  const say = useTitle();
  const lifecycle = lifecycleOf(definition, String(row.lifecycle));
  const from = stageOf(lifecycle, row.from as string | null);
  const to = stageOf(lifecycle, row.to as string | null);
  return (
    <p className={css.moved} data-hue={hueOf(to?.colour, to?.rank ?? 0)}>
      <span className={css.dot} aria-hidden="true" />
      {from && (
        <>
          <bdi>{say(from.title, from.name)}</bdi>
          <Icon name="forward" size={12} />
        </>
      )}
      <strong>
        <bdi>{to ? say(to.title, to.name) : t('web.board.no-stage')}</bdi>
      </strong>
    </p>
  );
}

function ActivityLine({item}: {item: StreamItem}) {
  const t = useText();
  const outcomes = useOutcomes();
  const {row, kind} = item;
  const what =
    kind === 'appointment'
      ? t('web.activity.appointment')
      : row.kind === 'call'
        ? t('web.activity.call')
        : row.kind === 'email'
          ? t('web.activity.email')
          : row.kind === 'note'
            ? t('web.activity.note')
            : t('web.activity.contact');
  return (
    <p>
      <strong>{what}</strong>
      {row.outcome ? (
        <>
          {' · '}
          <bdi>{outcomeTitle(outcomes, row.outcome)}</bdi>
        </>
      ) : null}
    </p>
  );
}
