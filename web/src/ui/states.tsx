// What stands in a place that has nothing yet, cannot show it, or is still waiting.
import type {ReactNode} from 'react';
import {useText} from '@/i18n/language.tsx';
import {Button} from './button.tsx';
import {Icon, type IconName} from './icon.tsx';
import css from './states.module.css';

interface EmptyStateProps {
  icon: IconName;
  title: string;
  children?: ReactNode; // what to do about it
  actions?: ReactNode;
}

export function EmptyState({icon, title, children, actions}: EmptyStateProps) {
  return (
    <section className={css.state}>
      <span className={css.picture}>
        <Icon name={icon} size={24} />
      </span>
      <h2>{title}</h2>
      {children && <div className={css.words}>{children}</div>}
      {actions && <div className={css.actions}>{actions}</div>}
    </section>
  );
}

interface ErrorStateProps {
  title?: string;
  sentence: string;
  requestId?: string; // to be quoted to whoever runs the server
  onRetry?: () => void;
  actions?: ReactNode; // another way on
}

export function ErrorState({title, sentence, requestId, onRetry, actions}: ErrorStateProps) {
  const t = useText();
  return (
    <section className={css.state} role="alert">
      <span className={`${css.picture} ${css.bad}`}>
        <Icon name="error" size={24} />
      </span>
      <h2>{title ?? t('web.went-wrong')}</h2>
      <div className={css.words} dir="auto">
        {sentence}
      </div>
      {requestId && (
        <p className={css.request}>
          {t('web.request')} <code>{requestId}</code>
        </p>
      )}
      {(onRetry || actions) && (
        <div className={css.actions}>
          {onRetry && <Button onPress={onRetry}>{t('web.try-again')}</Button>}
          {actions}
        </div>
      )}
    </section>
  );
}

export type Tone = 'info' | 'success' | 'warning' | 'danger';
const icons = {info: 'info', success: 'check', warning: 'warning', danger: 'error'} as const;

// A sentence in its place in the page, with a colour and an icon.
export function Callout({tone = 'info', children}: {tone?: Tone; children: ReactNode}) {
  return (
    <div className={`${css.callout} ${css[tone]}`} role={tone === 'danger' ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div dir="auto">{children}</div>
    </div>
  );
}

// The shape of lines that are on their way; said once to screen readers.
// `late`: only when it takes long.
export function Skeleton({lines = 3, late}: {lines?: number; late?: boolean}) {
  const t = useText();
  return (
    <div className={`${css.skeleton} ${late ? css.late : ''}`} role="status" data-loading="">
      <span className="visually-hidden">{t('web.loading')}</span>
      {Array.from({length: lines}, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike
        <span key={line} className={css.bone} />
      ))}
    </div>
  );
}
