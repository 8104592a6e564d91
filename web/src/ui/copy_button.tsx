// Copies, and says whether that was possible.
import {useText} from '@/i18n/language.tsx';
import {Button, type ButtonLook} from './button.tsx';
import {copyText} from './copy.ts';
import {toast} from './toast.tsx';

export function CopyButton({text, look}: {text: string; look?: ButtonLook}) {
  const t = useText();
  const copy = async () => {
    if (await copyText(text)) toast.done(t('web.copied'));
    else toast.warning(t('web.not-copied'));
  };
  return (
    <Button look={look} icon="check" onPress={copy}>
      {t('web.copy')}
    </Button>
  );
}
