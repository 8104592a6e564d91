// Deeds of the account page that need no form of their own, each with its way back.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {accountsChanged} from '@/api/again.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {toast} from '@/ui/toast.tsx';

export function useAccountActs(account: string, name: string) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const onSettled = () => {
    accountsChanged(queries);
  };
  const onError = (error: Error) => toast.error(error.message || t('web.no-answer'));
  const undo = useMutation({
    mutationFn: (transition: number) =>
      tenure.accounts.act(account, 'undo', {transition: String(transition)}),
    onSuccess: () => toast.done(t('web.move.undone', {name})),
    onSettled,
    onError,
  });
  const restore = useMutation({
    mutationFn: () => tenure.accounts.act(account, 'restore', {}),
    onSuccess: () => toast.done(t('web.restored', {name})),
    onSettled,
    onError,
  });
  const archive = useMutation({
    mutationFn: () => tenure.accounts.act(account, 'archive', {}),
    onSuccess: () => toast.done(t('web.archived', {name}), () => restore.mutate()),
    onSettled,
    onError,
  });
  const part = useMutation({
    mutationFn: (other: string) => tenure.accounts.act(account, 'unmerge', {other}),
    onSuccess: () => toast.done(t('web.merge.parted', {name})),
    onSettled,
    onError,
  });
  return {undo, archive, restore, part};
}
