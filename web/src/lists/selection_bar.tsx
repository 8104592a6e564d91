// What is chosen in a list, and what can be done with it.
import type {ReactNode} from 'react';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import css from './lists.module.css';

interface SelectionBarProps {
  count: number;
  onClear: () => void;
  children: ReactNode; // the actions
}

export function SelectionBar({count, onClear, children}: SelectionBarProps) {
  const t = useText();
  return (
    <section className={`${css.bar} no-print`} aria-label={t('web.list.chosen-bar')}>
      <strong role="status">{t('web.list.chosen', {count})}</strong>
      {children}
      <Button look="quiet" icon="close" onPress={onClear}>
        {t('web.list.clear')}
      </Button>
    </section>
  );
}
