// Moving an account: at once where nothing is asked, with the form where the pack wants documentation, and
// with the reasons and what would work instead where the server says no.
import {TenureError} from '@client/error.ts';
import {odata, type Tenure} from '@client/index.ts';
import {useQueryClient} from '@tanstack/react-query';
import {type ReactNode, Suspense, useCallback, useRef, useState} from 'react';
import {accountsChanged} from '@/api/again.ts';
import {lifecycleOf, stageOf, useDefinition, useTitle} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';
import {lazy} from '@/app/lazy.ts';
import {useText} from '@/i18n/language.tsx';
import {toast} from '@/ui/toast.tsx';
import {asksForMore, type Way} from './ways.ts';

const DeclareDialog = lazy(() => import('./declare_dialog.tsx'));
const RefusedDialog = lazy(() => import('./refused_dialog.tsx'));

export interface Moved {
  key: string;
  name: string;
}
export type Values = Record<string, string | boolean | null>;
interface Asking {
  account: Moved;
  way: Way;
  error: TenureError | null; // null: the form; else what the server said
  done: (moved: boolean) => void;
}

export function send(tenure: Tenure, account: Moved, way: Way, values: Values = {}) {
  const {lifecycle} = way;
  return way.kind === 'hand'
    ? tenure.accounts.act(account.key, 'set_stage', {stage: way.to, lifecycle, ...values})
    : tenure.accounts.act(account.key, 'declare', {
        declaration: way.declaration.name,
        lifecycle,
        ...values,
      });
}

// Takes back the latest move of this lifecycle.
async function takeBack(tenure: Tenure, account: string, lifecycle: string) {
  const {rows} = await tenure.transitions.list({
    filter: odata`account eq ${account} and lifecycle eq ${lifecycle} and superseded_at eq null`,
    orderby: ['sequence desc'],
    top: 1,
  });
  if (rows[0]) await tenure.accounts.act(account, 'undo', {transition: rows[0].sequence});
}

export function useMove() {
  const t = useText();
  const say = useTitle();
  const tenure = useTenure();
  const queries = useQueryClient();
  const definition = useDefinition().data;
  const [asking, setAsking] = useState<Asking | null>(null);
  const current = useRef(asking);
  current.current = asking;

  const again = useCallback(() => {
    accountsChanged(queries);
  }, [queries]);
  const tell = (account: Moved, way: Way, moves: number) => {
    const undo = () =>
      takeBack(tenure, account.key, way.lifecycle)
        .then(() => toast.done(t('web.move.undone', {name: account.name})))
        .catch((error: Error) => toast.error(error.message || t('web.no-answer')))
        .finally(again);
    const stage = definition && stageOf(lifecycleOf(definition, way.lifecycle), way.to);
    const what =
      way.kind === 'declaration'
        ? say(way.declaration.title, way.declaration.name)
        : say(stage?.title, way.to);
    toast.done(t('web.move.done', {name: account.name, what}), moves > 0 ? undo : undefined);
  };

  // Whether it was moved.
  const go = (account: Moved, way: Way, values?: Values): Promise<boolean> =>
    new Promise((done) => {
      if (!values && asksForMore(way)) {
        setAsking({account, way, error: null, done});
        return;
      }
      send(tenure, account, way, values).then(
        (outcome) => {
          setAsking(null);
          for (const warning of outcome.warnings ?? []) toast.warning(warning.message ?? '');
          tell(account, way, outcome.moves?.length ?? 0);
          again();
          done(true);
        },
        (error: Error) => {
          const refused = error instanceof TenureError && error.status >= 400 ? error : null;
          if (refused) setAsking({account, way, error: refused, done});
          else {
            toast.error(error.message || t('web.no-answer'));
            done(false);
          }
        },
      );
    });

  const close = () => {
    current.current?.done(false);
    setAsking(null);
  };
  const next = (way: Way, values?: Values) => {
    const before = current.current;
    if (before) go(before.account, way, values).then(before.done);
  };
  const isForm = asking && asksForMore(asking.way);
  const dialogs: ReactNode = asking && definition && (
    <Suspense>
      {isForm ? (
        <DeclareDialog
          key={asking.way.kind === 'declaration' ? asking.way.declaration.name : ''}
          {...asking}
          definition={definition}
          onClose={close}
          onSend={(values) => next(asking.way, values)}
        />
      ) : (
        <RefusedDialog {...asking} definition={definition} onClose={close} onWay={next} />
      )}
    </Suspense>
  );
  return {move: go, dialogs};
}
