// A page before there is anything to show on it: its title, and what it waits for or why that does not come.
import {Failed} from '@/ui/failed.tsx';
import {Skeleton} from '@/ui/states.tsx';
import {Page} from './shell.tsx';

interface PageBeforeProps {
  title: string;
  query: {error: Error | null; refetch: () => void};
  lines: number;
}

export function PageBefore({title, query, lines}: PageBeforeProps) {
  return (
    <Page title={title}>
      {query.error ? (
        <Failed error={query.error} onRetry={query.refetch} />
      ) : (
        <Skeleton lines={lines} />
      )}
    </Page>
  );
}
