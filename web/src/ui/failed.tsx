// What stands in the place of what could not be read.
import {useText} from '@/i18n/language.tsx';
import {ErrorState} from './states.tsx';

interface FailedProps {
  error: Error & {requestId?: string};
  onRetry?: () => void;
}

export function Failed({error, onRetry}: FailedProps) {
  const t = useText();
  return (
    <ErrorState
      sentence={error.message || t('web.no-answer')}
      requestId={error.requestId || undefined}
      onRetry={onRetry}
    />
  );
}
