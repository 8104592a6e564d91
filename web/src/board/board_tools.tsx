// What stands above the board: which lifecycle, how the cards are grouped, search, views, condition, the past.
import {type Definition, type LifecycleAbout, recordOf, useTitle} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import type {BoardView} from '@/router/urls.ts';
import {AsOfButton} from '@/ui/as_of_button.tsx';
import {Button} from '@/ui/button.tsx';
import {SearchField} from '@/ui/field.tsx';
import {Menu} from '@/ui/menu.tsx';
import {BoardViews} from './board_views.tsx';

interface BoardToolsProps {
  definition: Definition;
  lifecycle: LifecycleAbout;
  view: BoardView;
  onShow: (change: BoardView) => void; // only what changes
  onView: (view: BoardView) => void; // the whole of it
  filtering: boolean;
  onFilter: (open: boolean) => void;
}

const groupable = ['owner', 'csm', 'branch', 'city', 'channel'];

export default function BoardTools(props: BoardToolsProps) {
  const {definition, lifecycle, view, onShow, onView, filtering, onFilter} = props;
  const t = useText();
  const say = useTitle();
  const fields = (recordOf(definition, 'account')?.fields ?? []).filter(
    (field) =>
      groupable.includes(field.name) ||
      (field.type === 'choice' && field.name !== lifecycle.name && field.origin !== 'spell'),
  );
  const group = fields.find((field) => field.name === view.group);
  return (
    <>
      <SearchField
        key={view.search}
        label={t('web.board.search')}
        defaultValue={view.search ?? ''}
        onSubmit={(search) => onShow({search})}
        onClear={() => onShow({search: ''})}
      />
      {definition.lifecycles.length > 1 && (
        <Menu
          label={t('web.board.lifecycle')}
          onAction={(name) => onShow({lifecycle: name})}
          trigger={
            <Button icon="board">
              <bdi>{say(lifecycle.title, lifecycle.name)}</bdi>
            </Button>
          }
          groups={[
            {
              title: t('web.board.lifecycle'),
              entries: definition.lifecycles.map((entry) => ({
                id: entry.name,
                label: say(entry.title, entry.name),
                checked: entry === lifecycle,
              })),
            },
          ]}
        />
      )}
      <Menu
        label={t('web.board.group')}
        onAction={(name) => onShow({group: name === '-' ? '' : name})}
        trigger={
          <Button icon="split">
            <bdi>{group ? say(group.title, group.name) : t('web.board.group')}</bdi>
          </Button>
        }
        groups={[
          {
            title: t('web.board.group'),
            entries: [
              {id: '-', label: t('web.board.group.none'), checked: !group},
              ...fields.map((field) => ({
                id: field.name,
                label: say(field.title, field.name),
                checked: field === group,
              })),
            ],
          },
        ]}
      />
      <BoardViews view={view} onView={onView} />
      <Button icon="filter" aria-expanded={filtering} onPress={() => onFilter(!filtering)}>
        {t('web.list.filter')}
      </Button>
      <AsOfButton day={view.as_of} onChange={(day) => onShow({as_of: day})} />
    </>
  );
}
