// Another account becomes part of this one; both histories are kept, and it can be undone.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {accountsChanged} from '@/api/again.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {AccountPicker} from '@/lists/account_picker.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {toast} from '@/ui/toast.tsx';

interface MergeDialogProps {
  account: string;
  name: string;
  onPart: (other: string) => void;
  onClose: () => void;
}

export default function MergeDialog({account, name, onPart, onClose}: MergeDialogProps) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const [other, setOther] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const merge = useMutation({
    mutationFn: (into: string) =>
      tenure.accounts.act(account, 'merge', {other: into, reason: reason || null}),
    onSuccess: (_, into) => {
      toast.done(t('web.merge.done', {name}), () => onPart(into));
      accountsChanged(queries);
      onClose();
    },
  });
  return (
    <Dialog
      title={t('web.merge.title', {name})}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={!other || other === account}
            isPending={merge.isPending}
            onPress={() => other && merge.mutate(other)}
          >
            {t('web.merge')}
          </Button>
        </>
      }
    >
      <p>{t('web.merge.what')}</p>
      <Refusal error={merge.error} />
      <AccountPicker label={t('web.merge.other')} value={other} onChange={setOther} />
      <TextField label={t('web.reason')} value={reason} onChange={setReason} />
    </Dialog>
  );
}
