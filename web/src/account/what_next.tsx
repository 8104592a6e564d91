// What would move the account from where it stands: what must happen, when a timer is due, what may be declared.
import {stageOf, useDefinition, useTitle} from '@/api/definition.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import type {Way} from '@/moves/ways.ts';
import {hueOf, StageBadge} from '@/ui/badge.tsx';
import {Button} from '@/ui/button.tsx';
import {Drawer} from '@/ui/dialog.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Skeleton} from '@/ui/states.tsx';
import css from './account.module.css';
import {Conditions} from './conditions.tsx';
import {FactWords} from './fact_words.tsx';
import {type Outlook, useStory} from './story.ts';
import type {AboutLifecycle} from './why.tsx';

interface WhatNextProps extends AboutLifecycle {
  onWay?: (way: Way) => void;
}

export default function WhatNext(props: WhatNextProps) {
  const {lifecycle, account, name, timeZone, asOf, onWay, onClose} = props;
  const t = useText();
  const say = useTitle();
  const formats = useFormats(timeZone);
  const kinds = useDefinition().data?.fact_kinds ?? [];
  const story = useStory('outlook', account, asOf);
  const ways = (story.data?.outlook ?? []).filter((way) => way.lifecycle === lifecycle.name);
  const factsOf = (way: Outlook) =>
    way.kinds.map((kind) => say(kinds.find((entry) => entry.name === kind)?.title, kind));
  const how = (way: Outlook) => {
    if (way.cause === 'rule') return t('web.next.rule', {facts: factsOf(way).join(' / ')});
    if (way.cause === 'declaration') return t('web.next.declaration');
    return way.due
      ? t('web.next.timer', {when: formats.instant(way.due)})
      : t('web.next.timer-waits');
  };
  return (
    <Drawer
      title={t('web.next.title', {name, lifecycle: say(lifecycle.title, lifecycle.name)})}
      isOpen
      onOpenChange={(open) => open || onClose()}
    >
      {story.error && <Failed error={story.error} onRetry={story.refetch} />}
      {story.isPending && <Skeleton lines={6} />}
      {story.data && ways.length === 0 && <p>{t('web.next.nothing')}</p>}
      <ol className={css.story}>
        {ways.map((way) => {
          const stage = stageOf(lifecycle, way.to);
          const declaration = lifecycle.declarations.find(
            (entry) => way.cause === 'declaration' && entry.name === way.id,
          );
          return (
            <li key={`${way.cause} ${way.id}`}>
              <StageBadge
                title={say(stage?.title, way.to)}
                hue={hueOf(stage?.colour, stage?.rank ?? 0)}
                active={stage?.active ?? true}
              />
              <p>{how(way)}</p>
              <FactWords conditions={way.asks_fact} kind={way.kinds[0]} />
              {way.missing.length > 0 && <p className={css.when}>{t('web.next.missing')}</p>}
              <Conditions reasons={way.missing} />
              {declaration?.mine && onWay && (
                <Button
                  small
                  onPress={() => {
                    onClose();
                    onWay({
                      kind: 'declaration',
                      lifecycle: lifecycle.name,
                      to: way.to,
                      declaration,
                    });
                  }}
                >
                  <bdi>{say(declaration.title, declaration.name)}</bdi>
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </Drawer>
  );
}
