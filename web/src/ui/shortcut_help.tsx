import {useText} from '@/i18n/language.tsx';
import {Dialog} from './dialog.tsx';
import css from './shortcuts.module.css';
import {Keys, type Shortcut} from './shortcuts.tsx';

interface ShortcutHelpProps {
  shortcuts: Shortcut[];
  onOpenChange: (open: boolean) => void;
}

export default function ShortcutHelp({shortcuts, onOpenChange}: ShortcutHelpProps) {
  const t = useText();
  return (
    <Dialog title={t('web.keyboard-help')} isOpen onOpenChange={onOpenChange}>
      <dl>
        {shortcuts.map((shortcut) => (
          <div key={shortcut.keys} className={css.row}>
            <dt>{shortcut.label}</dt>
            <dd>
              <Keys keys={shortcut.keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
