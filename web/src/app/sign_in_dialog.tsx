import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Dialog} from '@/ui/dialog.tsx';
import {SignInForm} from '@/views/sign_in.tsx';
import css from './sign_in_dialog.module.css';

interface SignInDialogProps {
  user: string;
  onDone: () => void;
  onLeave: () => void;
}

export default function SignInDialog({user, onDone, onLeave}: SignInDialogProps) {
  const t = useText();
  return (
    <Dialog
      title={t('web.again.title')}
      isOpen
      urgent
      actions={
        <Button look="quiet" onPress={onLeave}>
          {t('web.again.leave')}
        </Button>
      }
    >
      <SignInForm user={user} className={css.form} onDone={onDone}>
        <p>{t('web.again.why')}</p>
      </SignInForm>
    </Dialog>
  );
}
