// What the file means: by its columns, or as text where that says more; then tried, then put in.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {imports, type UploadLook} from '@/api/imports.ts';
import {isOver, useJob} from '@/api/jobs.ts';
import {useAccountProperties} from '@/api/properties.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {TextField} from '@/ui/field.tsx';
import {Progress} from '@/ui/progress.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout} from '@/ui/states.tsx';
import css from './imports.module.css';
import {MapColumns} from './map_columns.tsx';
import {readMapping, withColumns, writeMapping} from './mapping.ts';
import {Outcome} from './outcome.tsx';

export function MappingPanel({workspace, look}: {workspace: string; look: UploadLook}) {
  const t = useText();
  const queries = useQueryClient();
  const about = useAccountProperties();
  const [text, setText] = useState(look.mapping || look.proposal);
  const [asText, setAsText] = useState(false);
  const [number, setNumber] = useState(look.job);
  const mapping = readMapping(text);
  const run = useMutation({
    mutationFn: async (what: 'check' | 'start') => {
      await imports.map(workspace, look.import, text);
      return imports.run(workspace, look.import, what);
    },
    onSuccess: (job) => setNumber(job.job),
    onSettled: () => queries.invalidateQueries({queryKey: ['imports']}),
  });
  const job = useJob(workspace, number);
  const isRunning = number !== null && job.data !== undefined && !isOver(job.data);
  // What was pressed goes on being it, and keeps the keyboard; the other one waits.
  const doing = run.isPending || isRunning ? run.variables : undefined;
  const stateOf = (what: 'check' | 'start') => ({
    isPending: doing === what,
    isDisabled: look.fault !== null || (isRunning && doing !== what),
  });
  return (
    <div className={css.stack}>
      {look.fault && <Callout tone="danger">{look.fault.detail}</Callout>}
      {mapping && !asText && about.data ? (
        <MapColumns
          look={look}
          about={about.data}
          mapping={withColumns(mapping, look.header)}
          onChange={(next) => setText(writeMapping(next))}
        />
      ) : (
        <TextField
          label={t('web.import.mapping')}
          help={t('web.import.mapping.help')}
          value={text}
          onChange={setText}
          rows={16}
          code
        />
      )}
      <Refusal error={run.error ?? job.error} />
      <div className={css.actions}>
        {mapping && (
          <Button look="quiet" onPress={() => setAsText(!asText)}>
            {asText ? t('web.import.by-columns') : t('web.filter.as-text')}
          </Button>
        )}
        <Button icon="check" {...stateOf('check')} onPress={() => run.mutate('check')}>
          {t('web.import.try')}
        </Button>
        <Button
          look="primary"
          icon="upload"
          {...stateOf('start')}
          onPress={() => run.mutate('start')}
        >
          {t('web.import.start')}
        </Button>
      </div>
      {isRunning && job.data && (
        <Progress label={t('web.import.running')} done={job.data.done} total={job.data.total} />
      )}
      {job.data?.error && <Callout tone="danger">{job.data.error.detail}</Callout>}
      {job.data?.state === 'done' && (
        <Outcome workspace={workspace} upload={look.import} result={job.data.result} />
      )}
    </div>
  );
}
