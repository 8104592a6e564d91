// The board: columns are the stages of a lifecycle, cards are accounts. The address holds what is shown.
import {Suspense, useCallback, useMemo, useState} from 'react';
import {lifecycleOf, useDefinition} from '@/api/definition.ts';
import {lazy} from '@/app/lazy.ts';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {endOfDay} from '@/i18n/zones.ts';
import {usePlace} from '@/router/router.tsx';
import {type BoardView, urls} from '@/router/urls.ts';
import {AsOfNote} from '@/ui/as_of.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Skeleton} from '@/ui/states.tsx';

// What stands above the columns, and they themselves, come while the definition is on its way.
const board = import('@/board/board.tsx');
const tools = import('@/board/board_tools.tsx');
for (const chunk of [board, tools]) chunk.catch(() => {}); // it is missed where it is needed
const Board = lazy(() => board);
const BoardTools = lazy(() => tools);
const BoardFilter = lazy(() => import('@/board/board_filter.tsx'));

export default function BoardPage({workspace}: {workspace: string}) {
  const t = useText();
  const {search, go} = usePlace();
  const about = useDefinition();
  const view: BoardView = Object.fromEntries(search);
  const [filtering, setFiltering] = useState(!!view.filter);
  const definition = about.data;
  const lifecycle =
    definition && (lifecycleOf(definition, view.lifecycle ?? '') ?? definition.lifecycles[0]);
  const zone = definition?.time_zone;
  const asOf = useMemo(
    () => (view.as_of && zone ? endOfDay(view.as_of, zone) : undefined),
    [view.as_of, zone],
  );
  const name = lifecycle?.name ?? '';
  const {filter = '', search: word = '', group = ''} = view;
  const asked = useMemo(
    () => ({lifecycle: name, filter, search: word, group, ...(asOf ? {asOf} : {})}),
    [name, filter, word, group, asOf],
  );
  const onOpen = useCallback((key: string) => go(urls.account(workspace, key)), [go, workspace]);
  const onView = (next: BoardView) => go(urls.board(workspace, next), {replace: true});
  const onShow = (change: BoardView) => onView({...view, ...change});

  return (
    <Page
      title={t('web.board')}
      fills
      actions={
        definition &&
        lifecycle && (
          <Suspense>
            <BoardTools
              {...{definition, lifecycle, view, onShow, onView, filtering}}
              onFilter={setFiltering}
            />
          </Suspense>
        )
      }
    >
      {filtering && (
        <Suspense fallback={<Skeleton lines={1} />}>
          <BoardFilter text={view.filter ?? ''} onChange={(filter) => onShow({filter})} />
        </Suspense>
      )}
      {view.as_of && <AsOfNote day={view.as_of} onNow={() => onShow({as_of: ''})} />}
      {about.error && <Failed error={about.error} onRetry={about.refetch} />}
      {about.isPending && <Skeleton lines={12} />}
      {definition && lifecycle && (
        <Suspense fallback={<Skeleton lines={12} />}>
          <Board
            key={lifecycle.name}
            definition={definition}
            lifecycle={lifecycle}
            asked={asked}
            onOpen={onOpen}
          />
        </Suspense>
      )}
    </Page>
  );
}
