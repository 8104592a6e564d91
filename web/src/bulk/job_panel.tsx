// The job that does a bulk change: how far it is, what came of it, and the way back.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useEffect, useState} from 'react';
import {accountsChanged} from '@/api/again.ts';
import {type BulkResult, bulk} from '@/api/bulk.ts';
import {isOver, useJob} from '@/api/jobs.ts';
import {useNames} from '@/api/names.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Progress} from '@/ui/progress.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout} from '@/ui/states.tsx';
import {Named, Table} from '@/ui/table.tsx';

export function JobPanel({workspace, job: first}: {workspace: string; job: number}) {
  const t = useText();
  const queries = useQueryClient();
  const [number, setNumber] = useState(first);
  const job = useJob(workspace, number);
  const isUndo = number !== first;
  const ended = isOver(job.data);
  useEffect(() => {
    if (ended) accountsChanged(queries);
  }, [ended, queries]);
  const undo = useMutation({
    mutationFn: () => bulk.undo(workspace, number),
    onSuccess: (made) => setNumber(made.job),
  });
  const refused = useQuery({
    queryKey: ['jobs', workspace, number, 'refused'],
    enabled: ended && (job.data?.refused ?? 0) > 0,
    queryFn: () => bulk.refused(workspace, number),
  });
  const nameOf = useNames((refused.data ?? []).map((row) => row.account));
  const result = job.data?.state === 'done' ? (job.data.result as BulkResult) : null;
  return (
    <>
      <Refusal error={job.error ?? undo.error} />
      {job.data && !ended && (
        <Progress
          label={isUndo ? t('web.bulk.undoing') : t('web.bulk.running')}
          done={job.data.done}
          total={job.data.total}
        />
      )}
      {job.data?.error && <Callout tone="danger">{job.data.error.detail}</Callout>}
      {result && (
        <Callout tone={result.refused + result.conflicts > 0 ? 'warning' : 'success'}>
          {isUndo
            ? t('web.bulk.undone', {changed: result.changed, conflicts: result.conflicts})
            : t('web.bulk.done', {changed: result.changed, refused: result.refused})}
        </Callout>
      )}
      {refused.data && refused.data.length > 0 && (
        <Table
          label={t('web.bulk.rows')}
          columns={[
            {id: 'account', title: t('web.accounts')},
            {id: 'why', title: t('web.bulk.why')},
          ]}
          rows={refused.data.map((row) => ({
            id: row.account,
            cells: [
              <Named key="account" name={nameOf(row.account)} note={row.account} />,
              row.reasons.map((reason) => reason.message).join(' · '),
            ],
          }))}
        />
      )}
      {result && !isUndo && result.changed > 0 && (
        <div>
          <Button icon="undo" isPending={undo.isPending} onPress={() => undo.mutate()}>
            {t('web.bulk.undo')}
          </Button>
        </div>
      )}
    </>
  );
}
