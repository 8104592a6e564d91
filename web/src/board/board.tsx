// The columns of a board, kept up to date: what the reader moves, what others move meanwhile.
import {useQueryClient} from '@tanstack/react-query';
import {Suspense, useCallback, useState} from 'react';
import type {Definition, LifecycleAbout} from '@/api/definition.ts';
import {choicesOf, fieldOf, recordOf, useTitle} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {lazy} from '@/app/lazy.ts';
import {useSession} from '@/app/session_context.tsx';
import {useText} from '@/i18n/language.tsx';
import {useMove} from '@/moves/use_move.tsx';
import {type Way, wayTo} from '@/moves/ways.ts';
import {urls} from '@/router/urls.ts';
import {LinkButton} from '@/ui/button.tsx';
import {EmptyState} from '@/ui/states.tsx';
import {useStable} from '@/ui/use_stable.ts';
import css from './board.module.css';
import {applyPatch, movedTo} from './board_cache.ts';
import {type BoardAsked, type Card, nameOf} from './board_data.ts';
import Column, {type Dragged} from './column.tsx';
import {useFollow} from './follow.ts';
import {useTotals} from './totals.ts';

const MoveToDialog = lazy(() => import('@/moves/move_to_dialog.tsx'));

interface BoardProps {
  definition: Definition;
  lifecycle: LifecycleAbout;
  asked: BoardAsked;
  onOpen: (key: string) => void;
}

export default function Board({definition, lifecycle, asked, onOpen}: BoardProps) {
  const t = useText();
  const say = useTitle();
  const {base} = useTenure();
  const {role, workspace} = useSession();
  const queries = useQueryClient();
  const counted = useTotals(asked);
  const totals = counted ?? {};
  const {move, dialogs} = useMove();
  const [choosing, setChoosing] = useState<Dragged | null>(null);
  // A stage that is hidden is shown while somebody stands in it; "no stage" where one can be in none.
  const stages = lifecycle.stages.filter(
    (stage) => !stage.hidden || (totals[stage.name]?.count ?? 0) > 0,
  );
  useFollow(asked, ['', ...lifecycle.stages.map((stage) => stage.name)]);

  // Shown where it was dropped at once; it springs back when it is not let in.
  const take = async ({card, from}: Dragged, way: Way) => {
    const goes = lifecycle.stages.some((stage) => stage.name === way.to) ? way.to : null;
    const there = goes && {card: movedTo(card, lifecycle.name, goes), from, to: goes};
    const back = there ? applyPatch(queries, base, asked, there) : () => {};
    const moved = await move({key: card.key, name: nameOf(card)}, way);
    if (!moved) back();
  };
  const drop = useStable((dragged: Dragged, to: string) =>
    take(
      dragged,
      wayTo(lifecycle, dragged.from || null, to) ?? {kind: 'hand', lifecycle: lifecycle.name, to},
    ),
  );
  const choose = useCallback((card: Card, from: string) => setChoosing({card, from}), []);
  const groupTitle = useCallback(
    (value: unknown) => {
      if (value === null || value === '') return t('web.none');
      const field = fieldOf(definition, asked.group);
      const choices = field ? choicesOf(definition, field) : [];
      return say(choices.find((entry) => entry.name === value)?.title, String(value));
    },
    [definition, asked.group, say, t],
  );
  const mayMove = !asked.asOf && recordOf(definition, 'account')?.may.change === true;
  const isEmpty = counted && !asked.filter && !asked.search && !Object.keys(totals).length;
  const column = (stage: LifecycleAbout['stages'][number] | null) => (
    <Column
      key={stage?.name ?? ''}
      stage={stage}
      asked={asked}
      count={totals[stage?.name ?? '']?.count ?? (counted && 0)}
      worth={totals[stage?.name ?? '']?.value}
      groupTitle={groupTitle}
      onOpen={onOpen}
      onDrop={mayMove ? drop : undefined}
      onMoveTo={mayMove ? choose : undefined}
    />
  );
  if (isEmpty) {
    return (
      <EmptyState
        icon="board"
        title={t('web.accounts.none')}
        actions={
          role === 'owner' && (
            <LinkButton href={urls.start(workspace)}>{t('web.start.board')}</LinkButton>
          )
        }
      >
        {t('web.board.none.what')}
      </EmptyState>
    );
  }
  return (
    <>
      <div className={css.board}>
        {(lifecycle.initial === '' || totals['']) && column(null)}
        {stages.map(column)}
      </div>
      <Suspense>
        {choosing && (
          <MoveToDialog
            lifecycle={lifecycle}
            name={nameOf(choosing.card)}
            from={choosing.from || null}
            onClose={() => setChoosing(null)}
            onWay={(way) => {
              setChoosing(null);
              take(choosing, way);
            }}
          />
        )}
      </Suspense>
      {dialogs}
    </>
  );
}
