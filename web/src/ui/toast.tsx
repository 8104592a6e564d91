// What was done, said once at the edge of the page; with a way back for ten seconds. It waits while
// the pointer or the keyboard is on it.

import {
  UNSTABLE_Toast as AriaToast,
  Text,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import {flushSync} from 'react-dom';
import {useText} from '@/i18n/language.tsx';
import {Button, IconButton} from './button.tsx';
import {Icon} from './icon.tsx';
import css from './toast.module.css';

interface Notice {
  tone: 'done' | 'warning' | 'error';
  text: string;
  undo?: () => void;
}

const queue = new ToastQueue<Notice>({
  maxVisibleToasts: 3,
  wrapUpdate(update) {
    if (
      'startViewTransition' in document &&
      !matchMedia('(prefers-reduced-motion: reduce)').matches
    ) {
      document.startViewTransition(() => flushSync(update));
    } else {
      update();
    }
  },
});

export const undoSeconds = 10;

export const toast = {
  done: (text: string, undo?: () => void) =>
    queue.add({tone: 'done', text, undo}, {timeout: undoSeconds * 1000}),
  warning: (text: string) => queue.add({tone: 'warning', text}, {timeout: undoSeconds * 1000}),
  // An error stays until it was read.
  error: (text: string) => queue.add({tone: 'error', text}),
};

const icons = {done: 'check', warning: 'warning', error: 'error'} as const;

export function Toasts() {
  const t = useText();
  return (
    <ToastRegion queue={queue} aria-label={t('web.notices')} className={css.region}>
      {({toast: entry}) => (
        <AriaToast toast={entry} className={`${css.toast} ${css[entry.content.tone]}`}>
          <Icon name={icons[entry.content.tone]} />
          <ToastContent className={css.content}>
            <Text slot="title" dir="auto">
              {entry.content.text}
            </Text>
          </ToastContent>
          {entry.content.undo && (
            <Button
              small
              icon="undo"
              onPress={() => {
                queue.close(entry.key);
                entry.content.undo?.();
              }}
            >
              {t('web.undo')}
            </Button>
          )}
          <IconButton slot="close" icon="close" label={t('web.close')} small />
        </AriaToast>
      )}
    </ToastRegion>
  );
}
