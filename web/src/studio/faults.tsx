// What is wrong with the draft: where, why, and the history that shows it.
import type {Fault} from '@/api/definitions.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Icon} from '@/ui/icon.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout} from '@/ui/states.tsx';
import css from './studio.module.css';
import type {Check} from './use_check.ts';

export function Faults({check, onGo}: {check: Check; onGo: (fault: Fault) => void}) {
  const t = useText();
  return (
    <section className={css.faults} aria-label={t('web.studio.faults')} aria-live="polite">
      <h2>{t('web.studio.faults')}</h2>
      <Refusal error={check.error} />
      {check.faults.length === 0 && !check.error && (
        <Callout tone={check.isChecking ? 'info' : 'success'}>
          {check.isChecking ? t('web.studio.checking') : t('web.studio.sound')}
        </Callout>
      )}
      <ul className={css.list}>
        {check.faults.map((fault) => (
          <li
            key={`${fault.file}:${fault.line}:${fault.column}:${fault.code}:${fault.message}`}
            className={css.fault}
            data-severity={fault.severity}
          >
            <Icon name={fault.severity === 'error' ? 'error' : 'warning'} />
            <div>
              <p dir="auto">{fault.message}</p>
              {fault.history.length > 0 && (
                <ol className={css.history}>
                  {fault.history.map((step) => (
                    <li key={step}>
                      <code dir="ltr">{step}</code>
                    </li>
                  ))}
                </ol>
              )}
              {fault.line > 0 && (
                <Button small look="quiet" onPress={() => onGo(fault)}>
                  {t('web.studio.line', {file: fault.file, line: fault.line})}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
