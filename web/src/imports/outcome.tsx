// What came of an import, or would: so many rows in, so many refused and why; the refused ones to take away.
import {type ImportResult, imports} from '@/api/imports.ts';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {LinkButton} from '@/ui/button.tsx';
import {Details} from '@/ui/details.tsx';
import {Callout} from '@/ui/states.tsx';

interface OutcomeProps {
  workspace: string;
  upload: string;
  result: unknown;
}

export function Outcome({workspace, upload, result}: OutcomeProps) {
  const t = useText();
  const formats = useFormats();
  const said = result as ImportResult;
  return (
    <>
      <Callout tone={said.rejected > 0 ? 'warning' : 'success'}>
        {said.dry_run
          ? t('web.import.tried', {rows: said.rows, rejected: said.rejected})
          : t('web.import.done', {rows: said.rows, rejected: said.rejected})}
      </Callout>
      <Details
        entries={[
          {label: t('web.import.recorded'), value: formats.number(said.recorded)},
          {label: t('web.import.known'), value: formats.number(said.known)},
          {label: t('web.import.created'), value: formats.number(said.accounts_created)},
          {label: t('web.import.moves'), value: formats.number(said.moves)},
          {label: t('web.import.left-out'), value: formats.number(said.left_out)},
          {label: t('web.import.twins'), value: formats.number(said.possible_duplicates ?? 0)},
          {
            label: t('web.import.twins.which'),
            value: (said.duplicates ?? [])
              .map(({account, match}) => t('web.import.twin', {account, match}))
              .join('\n'),
          },
          {
            label: t('web.import.reasons'),
            value: Object.entries(said.reasons)
              .map(([code, count]) => `${code}: ${formats.number(count)}`)
              .join('\n'),
          },
        ]}
      />
      {said.rejected > 0 && (
        <div>
          <LinkButton
            icon="download"
            href={imports.rejects(workspace, upload)}
            download="rejects.csv"
          >
            {t('web.import.rejects')}
          </LinkButton>
        </div>
      )}
    </>
  );
}
