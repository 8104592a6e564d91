// What everybody should know of an account before anything else: whether it is served, what its message says,
// and where it went.
import {useState} from 'react';
import {type Definition, stageOf} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {Button, LinkButton} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {Callout} from '@/ui/states.tsx';
import css from './account.module.css';
import type {AccountRow} from './account_data.ts';

// Green while the account is being served: its stage is an active one, in the first lifecycle that has others. What
// else works beside that (a pipeline that was given up) puts no light out. Said in words too.
export function GreenLight({definition, row}: {definition: Definition; row: AccountRow}) {
  const t = useText();
  const lifecycle = definition.lifecycles.find(({stages}) => stages.some(({active}) => !active));
  const stage = stageOf(lifecycle, row[lifecycle?.name ?? ''] as string | null);
  if (!stage) return null;
  const {active} = stage;
  return (
    <span className={active ? css.green : css.dark} data-light={active ? 'on' : 'off'}>
      <span className={css.light} aria-hidden="true" />
      {active ? t('web.account.active') : t('web.account.not-active')}
    </span>
  );
}

interface StandingProps {
  workspace: string;
  row: AccountRow;
  onRestore?: () => void;
}

export function Standing({workspace, row, onRestore}: StandingProps) {
  const t = useText();
  const [read, setRead] = useState(false);
  return (
    <>
      {row.merged_into ? (
        <Callout tone="warning">
          {t('web.account.merged')}{' '}
          <LinkButton href={urls.account(workspace, row.merged_into)}>{row.merged_into}</LinkButton>
        </Callout>
      ) : (
        row.archived && (
          <Callout tone="warning">
            {t('web.account.archived')}{' '}
            {onRestore && (
              <Button small icon="undo" onPress={onRestore}>
                {t('web.removed.restore')}
              </Button>
            )}
          </Callout>
        )
      )}
      {row.popup_message && <Callout tone="warning">{row.popup_message}</Callout>}
      {row.popup_message && !read && (
        <Dialog
          title={row.name ?? row.key}
          isOpen
          onOpenChange={(open) => open || setRead(true)}
          actions={
            <Button look="primary" autoFocus onPress={() => setRead(true)}>
              {t('web.account.popup-read')}
            </Button>
          }
        >
          <Callout tone="warning">{row.popup_message}</Callout>
        </Dialog>
      )}
    </>
  );
}
