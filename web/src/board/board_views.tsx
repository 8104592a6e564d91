// The views of the board: which lifecycle, by what it is grouped, and its condition. Those of lists can be
// looked at as a board too.
import {type SavedView, ViewsMenu} from '@/lists/views_menu.tsx';
import type {BoardView} from '@/router/urls.ts';

const valuesOf = ({lifecycle, group, search, filter}: BoardView) => ({
  set: 'accounts',
  filter: filter || null,
  layout: JSON.stringify({board: true, lifecycle, group, search}),
});

export function shownBy(view: SavedView): BoardView {
  let layout: {board?: boolean} & BoardView = {};
  try {
    layout = JSON.parse(view.layout ?? '{}');
  } catch {
    // of another kind: its condition is enough
  }
  const {lifecycle, group, search} = layout;
  return {view: view.key, lifecycle, group, search, filter: view.filter ?? undefined};
}

interface BoardViewsProps {
  view: BoardView;
  onView: (view: BoardView) => void;
}

export function BoardViews({view, onView}: BoardViewsProps) {
  return (
    <ViewsMenu
      set="accounts"
      current={view.view}
      values={valuesOf(view)}
      onShow={(saved) => onView(saved ? shownBy(saved) : {})}
    />
  );
}
