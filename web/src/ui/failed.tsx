// What stands in the place of what could not be read.
import {useText} from '@/i18n/language.tsx';
import {ErrorState} from './states.tsx';

interface FailedProps {
  error: Error & {requestId?: string; status?: number};
  onRetry?: () => void;
}

export function Failed({error, onRetry}: FailedProps) {
  const t = useText();
  const isMissing = error.status === 404;
  return (
    <ErrorState
      title={isMissing ? t('web.not-here') : undefined}
      sentence={error.message || t('web.no-answer')}
      requestId={error.requestId || undefined}
      onRetry={onRetry}
    />
  );
}
