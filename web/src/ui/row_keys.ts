// J and K go down and up through whatever rows a view has: cards of a board, rows of a list.
import {useCallback} from 'react';
import {useText} from '@/i18n/language.tsx';
import {useShortcut} from './shortcuts.tsx';

function step(by: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('main [role=row][data-key]')];
  const here = document.activeElement?.closest<HTMLElement>('[role=row]');
  const at = here ? rows.indexOf(here) : by === 1 ? -1 : rows.length;
  const next = rows[at + by];
  next?.focus();
  next?.scrollIntoView({block: 'nearest'});
}

export function useRowKeys() {
  const t = useText();
  useShortcut(
    'j',
    t('web.keys.down'),
    useCallback(() => step(1), []),
  );
  useShortcut(
    'k',
    t('web.keys.up'),
    useCallback(() => step(-1), []),
  );
}
