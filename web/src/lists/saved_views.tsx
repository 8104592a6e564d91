// The views of a list: its condition, its search, its order, its columns.
import type {ListView} from '@/router/urls.ts';
import type {Asked, ListedSet} from './use_list.ts';
import {type SavedView, ViewsMenu} from './views_menu.tsx';

export const shownBy = (view: SavedView): ListView => ({
  view: view.key,
  search: searchOf(view.layout),
  filter: view.filter ?? undefined,
  sort: view.order_by ?? undefined,
  columns: view.columns ?? undefined,
});

// What a view holds beside its filter, its order and its columns.
export const layoutOf = (search: string) => (search ? JSON.stringify({search}) : null);
export function searchOf(layout: string | null): string | undefined {
  try {
    const {search} = JSON.parse(layout ?? '{}') as {search?: unknown};
    return typeof search === 'string' ? search : undefined;
  } catch {
    return undefined;
  }
}

interface SavedViewsProps {
  set: ListedSet;
  asked: Asked;
  current?: string; // the view that this began as
  onShow: (view: ListView) => void;
}

export function SavedViews({set, asked, current, onShow}: SavedViewsProps) {
  return (
    <ViewsMenu
      set={set}
      current={current}
      values={{
        set,
        filter: asked.filter || null,
        order_by: asked.sort,
        columns: asked.columns.join(),
        layout: layoutOf(asked.search),
      }}
      onShow={(view) => onShow(view ? shownBy(view) : {})}
    />
  );
}
