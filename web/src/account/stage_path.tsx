// Where the account stands in a lifecycle, on the way of its stages; why, what next and where to are one
// click away.
import {Suspense, useState} from 'react';
import {type LifecycleAbout, stageOf, useTitle} from '@/api/definition.ts';
import {lazy} from '@/app/lazy.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {type Way, waysFrom} from '@/moves/ways.ts';
import {hueOf} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {StageIcon} from '@/ui/stage_icon.tsx';
import css from './account.module.css';
import type {AccountRow} from './account_data.ts';

const MoveToDialog = lazy(() => import('@/moves/move_to_dialog.tsx'));
const Why = lazy(() => import('./why.tsx'));
const WhatNext = lazy(() => import('./what_next.tsx'));

interface StagePathProps {
  lifecycle: LifecycleAbout;
  row: AccountRow;
  timeZone: string;
  asOf?: string;
  onWay?: (way: Way) => void; // absent: nothing is moved here
}

export function StagePath({lifecycle, row, timeZone, asOf, onWay}: StagePathProps) {
  const t = useText();
  const say = useTitle();
  const formats = useFormats(timeZone);
  const [open, setOpen] = useState<'why' | 'next' | 'move' | null>(null);
  const stage = row[lifecycle.name] as string | null;
  const since = row[`${lifecycle.name}_since`] as string | null;
  const current = stageOf(lifecycle, stage);
  const shown = lifecycle.stages.filter((entry) => !entry.hidden || entry === current);
  const title = say(lifecycle.title, lifecycle.name);
  const name = row.name ?? row.key;
  const close = () => setOpen(null);
  // Where nobody has ever led it and no hand leads, a row of stages would say nothing.
  const isOnItsWay = current || waysFrom(lifecycle, stage).length > 0;
  return (
    <section
      className={css.path}
      aria-label={title}
      data-hue={hueOf(current?.colour, current?.rank ?? 0)}
    >
      <header className={css.pathHead}>
        <h2>{title}</h2>
        <p className={css.since}>
          {current ? (
            <>
              <strong>{say(current.title, current.name)}</strong>
              {since && ` · ${t('web.account.since', {when: formats.date(since)})}`}
            </>
          ) : (
            t('web.board.no-stage')
          )}
        </p>
        <div className={css.pathTools}>
          <Button small look="quiet" onPress={() => setOpen('why')}>
            {t('web.account.why')}
          </Button>
          <Button small look="quiet" onPress={() => setOpen('next')}>
            {t('web.account.next')}
          </Button>
          {onWay && waysFrom(lifecycle, stage).length > 0 && (
            <Button small icon="forward" onPress={() => setOpen('move')}>
              {t('web.account.move')}
            </Button>
          )}
        </div>
      </header>
      {isOnItsWay && (
        <ol className={css.steps}>
          {shown.map((entry) => (
            <li
              key={entry.name}
              className={css.step}
              aria-current={entry === current ? 'step' : undefined}
            >
              {entry === current && <StageIcon name={entry.icon} size={14} />}
              <bdi>{say(entry.title, entry.name)}</bdi>
            </li>
          ))}
        </ol>
      )}
      <Suspense>
        {open === 'why' && (
          <Why {...{lifecycle, asOf, name, timeZone}} account={row.key} onClose={close} />
        )}
        {open === 'next' && (
          <WhatNext
            {...{lifecycle, asOf, name, timeZone, onWay}}
            account={row.key}
            onClose={close}
          />
        )}
        {open === 'move' && onWay && (
          <MoveToDialog
            lifecycle={lifecycle}
            name={name}
            from={stage}
            onClose={close}
            onWay={(way) => {
              close();
              onWay(way);
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
