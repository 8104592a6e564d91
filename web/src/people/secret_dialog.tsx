// A link or a secret that is shown once: copied here or never.
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {CopyButton} from '@/ui/copy_button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {TextField} from '@/ui/field.tsx';
import {Callout} from '@/ui/states.tsx';

interface SecretDialogProps {
  title: string;
  label: string;
  why: string;
  secret: string;
  onClose: () => void;
}

export function SecretDialog({title, label, why, secret, onClose}: SecretDialogProps) {
  const t = useText();
  return (
    <Dialog
      title={title}
      isOpen
      onOpenChange={(open) => open || onClose()}
      actions={
        <>
          <Button onPress={onClose}>{t('web.close')}</Button>
          <CopyButton look="primary" text={secret} />
        </>
      }
    >
      <Callout tone="warning">{why}</Callout>
      <TextField label={label} value={secret} rows={3} code isReadOnly />
    </Dialog>
  );
}
