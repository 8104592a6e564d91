// A bulk change: what, then what would come of every row, then the job with its progress and its way back.
import {useMutation} from '@tanstack/react-query';
import {useState} from 'react';
import {type BulkChange, bulk} from '@/api/bulk.ts';
import type {About} from '@/api/properties.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {asksForSomething, changeOf, nothing} from './change.ts';
import {ChangeForm} from './change_form.tsx';
import {JobPanel} from './job_panel.tsx';
import {PreviewTable} from './preview_table.tsx';

interface BulkDialogProps {
  workspace: string;
  about: About;
  whom: Pick<BulkChange, 'accounts' | 'filter'>;
  count: number;
  onClose: () => void;
}

export default function BulkDialog({workspace, about, whom, count, onClose}: BulkDialogProps) {
  const t = useText();
  const [wanted, setWanted] = useState(nothing);
  const change = {...changeOf(wanted, about.properties, about.lifecycles), ...whom};
  const preview = useMutation({mutationFn: () => bulk.preview(workspace, change)});
  const commit = useMutation({mutationFn: () => bulk.commit(workspace, change)});
  const shown = preview.data;
  const actions = commit.data ? (
    <Button look="primary" onPress={onClose}>
      {t('web.close')}
    </Button>
  ) : shown ? (
    <>
      <Button icon="back" onPress={() => preview.reset()}>
        {t('web.bulk.back')}
      </Button>
      <Button
        look="primary"
        icon="check"
        isDisabled={shown.totals.changed === 0}
        isPending={commit.isPending}
        onPress={() => commit.mutate()}
      >
        {t('web.bulk.commit', {count: shown.totals.changed})}
      </Button>
    </>
  ) : (
    <>
      <Button onPress={onClose}>{t('web.cancel')}</Button>
      <Button
        look="primary"
        isDisabled={!asksForSomething(change)}
        isPending={preview.isPending}
        onPress={() => preview.mutate()}
      >
        {t('web.bulk.preview')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('web.bulk.title', {count})}
      wide
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={actions}
    >
      <Refusal error={preview.error ?? commit.error} />
      {commit.data ? (
        <JobPanel workspace={workspace} job={commit.data.job} />
      ) : shown ? (
        <PreviewTable preview={shown} about={about} />
      ) : (
        <ChangeForm about={about} wanted={wanted} onChange={setWanted} />
      )}
    </Dialog>
  );
}
