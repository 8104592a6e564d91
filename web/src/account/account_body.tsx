// The account as it is read: where it stands, its sections and documents, what happened with it.
import {Suspense, useState} from 'react';
import {type Definition, recordOf} from '@/api/definition.ts';
import {lazy} from '@/app/lazy.ts';
import {useText} from '@/i18n/language.tsx';
import {useMove} from '@/moves/use_move.tsx';
import type {Way} from '@/moves/ways.ts';
import {Confirm} from '@/ui/dialog.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Skeleton} from '@/ui/states.tsx';
import type {Deed} from '@/verbs/verb_dialog.tsx';
import {gatesBefore, useVerbs, type Verb} from '@/verbs/verbs.ts';
import css from './account.module.css';
import {AccountActions} from './account_actions.tsx';
import {type AccountRow, type RelatedSet, useRelated} from './account_data.ts';
import {ActivityStream} from './activity_stream.tsx';
import {Documents} from './documents.tsx';
import {linksOf} from './links_of.ts';
import {Sections} from './sections.tsx';
import {StagePath} from './stage_path.tsx';
import {GreenLight, Standing} from './standing.tsx';
import {useAccountActs} from './use_account_acts.ts';

const VerbDialog = lazy(() => import('@/verbs/verb_dialog.tsx'));
const EditAccount = lazy(() => import('./edit_account.tsx'));
const MergeDialog = lazy(() => import('./merge_dialog.tsx'));
const AddContact = lazy(() => import('./add_contact.tsx'));

interface AccountBodyProps {
  workspace: string;
  definition: Definition;
  row: AccountRow;
  asOf?: string;
  tab?: string;
  onTab: (tab: string) => void;
}

export default function AccountBody(props: AccountBodyProps) {
  const {workspace, definition, row, asOf, tab, onTab} = props;
  const t = useText();
  const name = row.name ?? row.key;
  const verbs = useVerbs();
  const others = useRelated(row.key, asOf);
  const related = others.data;
  const {move, dialogs} = useMove();
  const {undo, archive, restore, part} = useAccountActs(row.key, name);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [open, setOpen] = useState<'edit' | 'merge' | 'archive' | 'contact' | null>(null);
  const close = () => setOpen(null);
  const mayChange = recordOf(definition, 'account')?.may.change === true;
  const now = mayChange && !asOf && !row.archived;
  const begin = (verb: Verb, set: RelatedSet | 'accounts', key: string) =>
    setDeed({
      verb,
      set: set as Deed['set'],
      key,
      gates: gatesBefore(definition, row, `${verb.record}.${verb.name}`),
    });
  const go = (way: Way) => move({key: row.key, name}, way);
  const summarise = verbs.get('appointment.summarise');

  return (
    <>
      <div className={css.bar}>
        <GreenLight definition={definition} row={row} />
        <code className={css.key}>{row.key}</code>
        {now && (
          <div className={`${css.actions} no-print`}>
            <AccountActions
              {...{definition, row, related, verbs}}
              onVerb={(verb) => begin(verb, 'accounts', row.key)}
              onAct={(what) => (what === 'print' ? window.print() : setOpen(what))}
              onPart={(other) => part.mutate(other)}
            />
          </div>
        )}
      </div>
      <Standing
        {...{workspace, row}}
        onRestore={verbs.has('account.restore') && !asOf ? () => restore.mutate() : undefined}
      />
      {definition.lifecycles.map((lifecycle) => (
        <StagePath
          key={lifecycle.name}
          {...{lifecycle, row, asOf}}
          timeZone={definition.time_zone}
          onWay={now ? go : undefined}
        />
      ))}
      <div className={css.columns}>
        <div className={css.main}>
          <Sections {...{definition, row, asOf}} />
          {related ? (
            <Documents
              {...{definition, related, verbs}}
              selected={tab}
              onSelect={onTab}
              onVerb={now ? (verb, set, document) => begin(verb, set, document.key) : undefined}
            />
          ) : others.error ? (
            <Failed error={others.error} onRetry={others.refetch} />
          ) : (
            <Skeleton lines={4} />
          )}
        </div>
        {related ? (
          <ActivityStream
            {...{definition, related}}
            onUndo={
              now && verbs.has('account.undo') ? (sequence) => undo.mutate(sequence) : undefined
            }
            onSummarise={
              now && summarise ? (key) => begin(summarise, 'appointments', key) : undefined
            }
          />
        ) : (
          !others.error && <Skeleton lines={6} />
        )}
      </div>
      {dialogs}
      <Suspense>
        {deed && (
          <VerbDialog
            {...{deed, definition}}
            choices={related ? linksOf(related) : {}}
            onClose={() => setDeed(null)}
          />
        )}
        {open === 'edit' && <EditAccount {...{definition, row}} onClose={close} />}
        {open === 'contact' && <AddContact {...{definition}} account={row.key} onClose={close} />}
        {open === 'merge' && (
          <MergeDialog
            account={row.key}
            name={name}
            onPart={(other) => part.mutate(other)}
            onClose={close}
          />
        )}
      </Suspense>
      {open === 'archive' && (
        <Confirm
          title={t('web.archive.title', {name})}
          isOpen
          onOpenChange={close}
          action={t('web.archive')}
          look="danger"
          onConfirm={() => archive.mutate()}
        >
          {t('web.archive.what')}
        </Confirm>
      )}
    </>
  );
}
