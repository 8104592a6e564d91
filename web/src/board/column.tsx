// One stage of the board: its title, how many stand there and what they are worth, and their cards. Only the
// cards in view are in the document; more of them come as one scrolls. Cards are dragged by mouse and by
// keyboard; every one has "Move to …" besides.

import {memo, useMemo} from 'react';
import {
  Collection,
  GridList,
  GridListHeader,
  GridListItem,
  GridListLoadMoreItem,
  GridListSection,
} from 'react-aria-components/GridList';
import {isTextDropItem, useDragAndDrop} from 'react-aria-components/useDragAndDrop';
import {ListLayout, Virtualizer} from 'react-aria-components/Virtualizer';
import type {Stage} from '@/api/definition.ts';
import {useTitle} from '@/api/definition.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {hueOf} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {StageIcon} from '@/ui/stage_icon.tsx';
import {Skeleton} from '@/ui/states.tsx';
import css from './board.module.css';
import {type BoardAsked, type Card, nameOf, useAgain, useCards} from './board_data.ts';
import {CardFace} from './card.tsx';

export const cardType = 'application/x-tenure-account';
export interface Dragged {
  card: Card;
  from: string;
}

export interface ColumnProps {
  stage: Stage | null; // null: those in no stage
  asked: BoardAsked;
  count?: number; // absent: they are being counted
  worth?: number | string;
  groupTitle: (value: unknown) => string;
  onDrop?: (dragged: Dragged, to: string) => void; // absent: nothing is moved here
  onOpen: (key: string) => void;
  onMoveTo?: (card: Card, from: string) => void;
}

function Column(props: ColumnProps) {
  const {stage, asked, count, worth, groupTitle, onDrop, onOpen, onMoveTo} = props;
  const t = useText();
  const say = useTitle();
  const formats = useFormats();
  const name = stage?.name ?? '';
  const title = stage ? say(stage.title, stage.name) : t('web.board.no-stage');
  const {cards, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage} = useCards(
    asked,
    name,
  );
  const again = useAgain();
  const {dragAndDropHooks} = useDragAndDrop<{id: string; card: Card}>({
    isDisabled: !onDrop,
    getItems: (_, items) =>
      items.map(({card}) => ({
        [cardType]: JSON.stringify({card, from: name} satisfies Dragged),
        'text/plain': nameOf(card),
      })),
    acceptedDragTypes: [cardType],
    getDropOperation: () => 'move',
    async onRootDrop({items}) {
      for (const item of items.filter(isTextDropItem)) {
        const dragged = JSON.parse(await item.getText(cardType)) as Dragged;
        if (dragged.from !== name) onDrop?.(dragged, name);
      }
    },
  });
  const items = useMemo(() => cards.map((card) => ({id: card.key, card})), [cards]);
  const row = (card: Card) => (
    <GridListItem id={card.key} textValue={nameOf(card)} className={css.card}>
      <CardFace
        card={card}
        since={card[`${asked.lifecycle}_since`]}
        onMoveTo={onMoveTo && (() => onMoveTo(card, name))}
        drags={!!onDrop}
      />
    </GridListItem>
  );
  const groups = asked.group ? [...Map.groupBy(cards, (card) => card[asked.group] ?? null)] : null;

  return (
    <section
      className={css.column}
      aria-label={title}
      data-hue={hueOf(stage?.colour, stage?.rank ?? 0)}
    >
      <header className={css.head}>
        <h2>
          <span className={css.icon}>{stage && <StageIcon name={stage.icon} />}</span>
          <bdi className={css.clip}>{title}</bdi>
        </h2>
        {count !== undefined && <span className={css.count}>{formats.number(count)}</span>}
        {Number(worth ?? 0) !== 0 && (
          <span className={css.value} title={t('web.board.value')}>
            {formats.compact(String(worth))}
          </span>
        )}
      </header>
      {isPending ? (
        <div className={css.cards}>
          <Skeleton lines={3} />
        </div>
      ) : (
        <Virtualizer
          key={onDrop ? 'moves' : 'rests'} // a list takes up or lays down its drag and drop by beginning anew
          layout={ListLayout}
          layoutOptions={{rowSize: 62, headingSize: 22, loaderSize: 40, padding: 8, gap: 8}}
        >
          <GridList
            aria-label={title}
            className={css.cards}
            dragAndDropHooks={onDrop ? dragAndDropHooks : undefined}
            disallowTypeAhead // letters are commands
            onAction={(key) => onOpen(String(key))}
            renderEmptyState={() =>
              error ? (
                <div className={css.empty} role="alert">
                  <p>{error.message || t('web.no-answer')}</p>
                  <Button small onPress={again}>
                    {t('web.try-again')}
                  </Button>
                </div>
              ) : (
                <p className={css.empty}>{t('web.board.empty')}</p>
              )
            }
          >
            {groups ? (
              groups.map(([value, members]) => (
                <GridListSection
                  key={String(value)}
                  id={`group ${value}`}
                  aria-label={groupTitle(value)}
                >
                  <GridListHeader className={css.group}>
                    <bdi>{groupTitle(value)}</bdi>
                  </GridListHeader>
                  <Collection items={members.map((card) => ({id: card.key, card}))}>
                    {({card}) => row(card)}
                  </Collection>
                </GridListSection>
              ))
            ) : (
              <Collection items={items} dependencies={[onDrop, onMoveTo, asked, formats]}>
                {({card}) => row(card)}
              </Collection>
            )}
            {hasNextPage && (
              <GridListLoadMoreItem
                onLoadMore={fetchNextPage}
                isLoading={isFetchingNextPage}
                className={css.more}
              >
                {t('web.loading')}
              </GridListLoadMoreItem>
            )}
          </GridList>
        </Virtualizer>
      )}
    </section>
  );
}

// A card that moves is drawn again in two columns, not in all.
export default memo(Column);
