// Why the account stands where it stands: every move of this lifecycle, the newest first, with what caused
// it and the conditions that held.
import {type LifecycleAbout, stageOf, useDefinition, useTitle} from '@/api/definition.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {Drawer} from '@/ui/dialog.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Icon} from '@/ui/icon.tsx';
import {Skeleton} from '@/ui/states.tsx';
import css from './account.module.css';
import {Conditions} from './conditions.tsx';
import {type Step, useStory} from './story.ts';

export interface AboutLifecycle {
  lifecycle: LifecycleAbout;
  account: string;
  name: string;
  timeZone: string;
  asOf?: string;
  onClose: () => void;
}

export default function Why({lifecycle, account, name, timeZone, asOf, onClose}: AboutLifecycle) {
  const t = useText();
  const say = useTitle();
  const formats = useFormats(timeZone);
  const kinds = useDefinition().data?.fact_kinds ?? [];
  const story = useStory('explain', account, asOf);
  const steps = (story.data?.timeline ?? []).filter((step) => step.lifecycle === lifecycle.name);
  const titleOf = (stage: string | null) =>
    say(stageOf(lifecycle, stage)?.title, stage ?? t('web.none'));
  const cause = (step: Step) => {
    const rule = lifecycle.rules.find((entry) => entry.name === step.rule);
    const declaration = lifecycle.declarations.find((entry) => entry.name === step.rule);
    const timer = lifecycle.timers.find((entry) => entry.name === step.rule);
    const kind = kinds.find((entry) => entry.name === step.fact_kind);
    const said = say((rule ?? declaration ?? timer)?.title, '');
    if (step.cause === 'rule')
      return said || t('web.why.fact', {fact: say(kind?.title, step.fact_kind ?? '')});
    if (step.cause === 'timer') return said || t('web.why.timer');
    if (step.cause === 'declaration')
      return t('web.why.declared', {what: said || (step.rule ?? '')});
    return step.cause === 'hand'
      ? t('web.why.hand')
      : say(kind?.title, step.fact_kind || step.cause);
  };
  return (
    <Drawer
      title={t('web.why.title', {name, lifecycle: say(lifecycle.title, lifecycle.name)})}
      isOpen
      onOpenChange={(open) => open || onClose()}
    >
      {story.error && <Failed error={story.error} onRetry={story.refetch} />}
      {story.isPending && <Skeleton lines={6} />}
      {story.data && steps.length === 0 && <p>{t('web.why.began')}</p>}
      <ol className={css.story}>
        {steps.toReversed().map((step) => (
          <li key={`${step.at} ${step.from} ${step.to}`}>
            <p className={css.moved}>
              <bdi>{titleOf(step.from)}</bdi>
              <Icon name="forward" size={12} />
              <strong>
                <bdi>{titleOf(step.to)}</bdi>
              </strong>
            </p>
            <p>{cause(step)}</p>
            {step.note && <p dir="auto">{step.note}</p>}
            {step.reason && <p dir="auto">{step.reason}</p>}
            <p className={css.when}>
              {formats.instant(step.at)}
              {step.actor && (
                <>
                  {' · '}
                  <bdi>{step.actor}</bdi>
                </>
              )}
            </p>
            {step.definition_gone && (
              <p>{t('web.why.definition-gone', {version: step.definition.slice(0, 12)})}</p>
            )}
            <Conditions
              reasons={step.tried.flatMap((tried) =>
                tried.outcome === 'fits' && tried.why ? [tried.why] : [],
              )}
            />
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
