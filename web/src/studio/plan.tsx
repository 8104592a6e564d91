// What the draft would change, for every account; and doing exactly that.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import type {Definition} from '@/api/definition.ts';
import {definitions, type Plan as PlanRow} from '@/api/definitions.ts';
import {isOver, useJob} from '@/api/jobs.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Confirm} from '@/ui/dialog.tsx';
import {takesLostFocus} from '@/ui/lost_focus.ts';
import {Progress} from '@/ui/progress.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Select} from '@/ui/select.tsx';
import {Callout, EmptyState} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import {argumentsOf, changesIn, type Draft} from './draft.ts';
import {PlanSummary} from './plan_summary.tsx';
import css from './studio.module.css';
import type {Check} from './use_check.ts';

interface PlanProps {
  workspace: string;
  definition: Definition;
  draft: Draft;
  check: Check;
  onApplied: () => void;
}

export function Plan({workspace, definition, draft, check, onApplied}: PlanProps) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const [mode, setMode] = useState('from_now');
  const [sure, setSure] = useState(false);
  const plan = useMutation({
    mutationFn: () => definitions.plan(tenure, argumentsOf(draft), mode),
  });
  const planning = useJob(workspace, plan.data ?? null);
  const made = (planning.data?.result as {plan?: number} | null)?.plan;
  const plans = useQuery({
    queryKey: ['plans', tenure.base, made],
    enabled: made !== undefined,
    queryFn: () => definitions.plans(tenure),
  });
  const row = plans.data?.find((entry) => entry.plan === made);
  const apply = useMutation({
    mutationFn: (chosen: PlanRow) => definitions.apply(tenure, chosen),
    onError: () => plans.refetch(),
  });
  const applying = useJob(workspace, apply.data ?? null);
  const applied = applying.data?.state === 'done';
  const finish = () => {
    toast.done(t('web.studio.applied'));
    queries.invalidateQueries();
    onApplied();
  };

  if (changesIn(draft) === 0) {
    return (
      <EmptyState icon="studio" title={t('web.studio.no-changes')}>
        {t('web.studio.no-changes.what')}
      </EmptyState>
    );
  }
  return (
    <div className={css.stack}>
      {!check.isSound && <Callout tone="danger">{t('web.studio.not-sound')}</Callout>}
      <div className={css.parameters}>
        <Select
          label={t('web.studio.mode')}
          choices={(['from_now', 'rewrite'] as const).map((id) => ({
            id,
            label: t(`web.studio.mode.${id}`),
            help: t(`web.studio.mode-what.${id}`),
          }))}
          value={mode}
          onChange={(chosen) => setMode(String(chosen))}
        />
      </div>
      <div>
        <Button
          look={row ? 'plain' : 'primary'}
          isDisabled={!check.isSound || check.isChecking}
          isPending={plan.isPending || (plan.data !== undefined && !isOver(planning.data))}
          onPress={() => plan.mutate()}
        >
          {row ? t('web.studio.plan-again') : t('web.studio.make-plan')}
        </Button>
      </div>
      <Refusal error={plan.error ?? planning.error ?? plans.error ?? apply.error} />
      {planning.data && !isOver(planning.data) && (
        <Progress label={t('web.studio.planning')} {...planning.data} />
      )}
      {planning.data?.error && <Callout tone="danger">{planning.data.error.detail}</Callout>}
      {row && (
        <>
          <PlanSummary row={row} definition={definition} />
          {row.stale && <Callout tone="warning">{t('web.studio.stale')}</Callout>}
          {applying.data && !isOver(applying.data) && (
            <Progress label={t('web.studio.applying')} {...applying.data} />
          )}
          {applying.data?.error && <Callout tone="danger">{applying.data.error.detail}</Callout>}
          {applied ? (
            <Callout tone="success">
              {t('web.studio.applied')}{' '}
              <Button small ref={takesLostFocus} onPress={finish}>
                {t('web.studio.show-it')}
              </Button>
            </Callout>
          ) : (
            <div>
              <Button
                look="primary"
                icon="check"
                isDisabled={row.stale !== null}
                isPending={apply.isPending || (apply.data !== undefined && !isOver(applying.data))}
                onPress={() => setSure(true)}
              >
                {t('web.studio.apply')}
              </Button>
            </div>
          )}
          <Confirm
            title={t('web.studio.apply-sure')}
            action={t('web.studio.apply')}
            isOpen={sure}
            onOpenChange={setSure}
            onConfirm={() => apply.mutate(row)}
          >
            <p>{t('web.studio.moving', {count: row.summary.moving})}</p>
          </Confirm>
        </>
      )}
    </div>
  );
}
