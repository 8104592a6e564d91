// The lifecycle as a picture, and beside it the rules: all of them, or those of the stage that is chosen.
import {useMemo} from 'react';
import {type LifecycleAbout, useTitle} from '@/api/definition.ts';
import {StateDiagram} from '@/charts/state_diagram.tsx';
import {useText} from '@/i18n/language.tsx';
import {hueOf, StageBadge} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {Icon} from '@/ui/icon.tsx';
import css from './studio.module.css';
import {linesOf, touches, type WayAbout, waysOf} from './ways.ts';

interface PictureProps {
  lifecycle: LifecycleAbout;
  stage: string | null;
  onStage: (stage: string | null) => void;
}

export function Picture({lifecycle, stage, onStage}: PictureProps) {
  const t = useText();
  const say = useTitle();
  const stages = useMemo(
    () =>
      lifecycle.stages
        .filter((entry) => !entry.hidden)
        .map((entry) => ({
          id: entry.name,
          title: entry.title[t.language] || entry.name,
          hue: hueOf(entry.colour, entry.rank),
          active: entry.active,
        })),
    [lifecycle, t.language],
  );
  const ways = useMemo(() => waysOf(lifecycle), [lifecycle]);
  const lines = useMemo(
    () =>
      linesOf(
        ways,
        stages.map(({id}) => id),
        (way) => way.title[t.language] || way.name,
      ),
    [ways, stages, t.language],
  );
  const shown = stage ? ways.filter((way) => touches(way, stage)) : ways;
  const chosen = lifecycle.stages.find((entry) => entry.name === stage);
  return (
    <div className={css.stack}>
      <StateDiagram
        title={say(lifecycle.title, lifecycle.name)}
        stages={stages}
        ways={lines}
        selected={stage ?? undefined}
        onSelect={(id) => onStage(id === stage ? null : id)}
      />
      <section className={css.rules} aria-label={t('web.studio.rules')}>
        <header className={css.head}>
          <h2>
            {chosen
              ? t('web.studio.rules-of', {stage: say(chosen.title, chosen.name)})
              : t('web.studio.rules')}
          </h2>
          {chosen && (
            <Button small look="quiet" icon="close" onPress={() => onStage(null)}>
              {t('web.studio.all-rules')}
            </Button>
          )}
        </header>
        <ol className={css.list}>
          {shown.map((way) => (
            <Way key={way.id} way={way} lifecycle={lifecycle} />
          ))}
        </ol>
      </section>
    </div>
  );
}

const icons = {rule: 'forward', timer: 'calendar', declaration: 'person'} as const;

function Way({way, lifecycle}: {way: WayAbout; lifecycle: LifecycleAbout}) {
  const t = useText();
  const say = useTitle();
  const badge = (name: string) => {
    const stage = lifecycle.stages.find((entry) => entry.name === name);
    return stage ? (
      <StageBadge
        key={name}
        title={say(stage.title, name)}
        hue={hueOf(stage.colour, stage.rank)}
        active={stage.active}
      />
    ) : (
      <span key={name}>{name === 'none' ? t('web.studio.no-stage') : name}</span>
    );
  };
  const isAll = way.from.length >= lifecycle.stages.length;
  return (
    <li className={css.way}>
      <strong className={css.wayTitle}>
        <Icon name={icons[way.kind]} />
        <span dir="auto">{say(way.title, way.name)}</span>
        <small>{t(`web.studio.kind.${way.kind}`)}</small>
      </strong>
      <span className={css.move}>
        {isAll ? t('web.studio.any-stage') : way.from.map(badge)}
        <Icon name="forward" />
        {way.to === 'stay'
          ? t('web.studio.stays')
          : way.to === 'former'
            ? t('web.studio.former')
            : badge(way.to)}
      </span>
      {(way.causes.length > 0 || way.when) && (
        <code dir="ltr" className={css.code}>
          {[way.causes.join(', '), way.when].filter(Boolean).join('   ·   ')}
        </code>
      )}
    </li>
  );
}
