// What the server said no to, with every reason at once.
import {TenureError} from '@client/error.ts';
import {useText} from '@/i18n/language.tsx';
import css from './refusal.module.css';
import {Callout} from './states.tsx';

export function Refusal({error}: {error: Error | null}) {
  const t = useText();
  if (!error) return null;
  const reasons = error instanceof TenureError ? error.reasons : [];
  const others = reasons.filter((reason) => reason.message !== error.message);
  return (
    <Callout tone="danger">
      <p>{error.message || t('web.no-answer')}</p>
      {others.length > 0 && (
        <ul className={css.reasons}>
          {others.map((reason) => (
            <li key={`${reason.code} ${reason.target ?? ''} ${reason.message}`}>
              {reason.message}
            </li>
          ))}
        </ul>
      )}
    </Callout>
  );
}
