// The stories that come with the pack, run against the draft: given these facts, then these stages.
import {useMutation} from '@tanstack/react-query';
import {definitions} from '@/api/definitions.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Icon} from '@/ui/icon.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout, EmptyState} from '@/ui/states.tsx';
import {argumentsOf, type Draft} from './draft.ts';
import css from './studio.module.css';

export function Stories({draft}: {draft: Draft}) {
  const t = useText();
  const tenure = useTenure();
  const run = useMutation({
    mutationFn: () => definitions.test(tenure, argumentsOf(draft).files),
  });
  const ran = run.data;
  const ordered = ran?.stories.toSorted((a, b) => Number(a.passed) - Number(b.passed)) ?? [];
  return (
    <div className={css.stack}>
      <div>
        <Button look="primary" icon="check" isPending={run.isPending} onPress={() => run.mutate()}>
          {t('web.studio.run')}
        </Button>
      </div>
      <Refusal error={run.error} />
      {!ran && !run.isPending && (
        <EmptyState icon="studio" title={t('web.studio.no-run')}>
          {t('web.studio.no-run.what')}
        </EmptyState>
      )}
      {ran && (
        <Callout tone={ran.failed > 0 ? 'danger' : 'success'}>
          {ran.failed > 0
            ? t('web.studio.failed', {failed: ran.failed, passed: ran.passed})
            : t('web.studio.passed', {passed: ran.passed})}
        </Callout>
      )}
      <ul className={css.list}>
        {ordered.map((story) => (
          <li
            key={`${story.file}:${story.line}`}
            className={css.fault}
            data-severity={story.passed ? 'fine' : 'error'}
          >
            <Icon name={story.passed ? 'check' : 'error'} />
            <div>
              <p dir="auto">
                {story.title || story.id} <small dir="ltr">{`${story.file}:${story.line}`}</small>
              </p>
              {story.failures.map((failure) => (
                <p key={failure.line} className={css.failure} dir="auto">
                  <code dir="ltr">{failure.text}</code> {t('web.studio.expected', failure)}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
