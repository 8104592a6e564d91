// What accounts are called, where an answer names them by their keys alone.
import {odata} from '@client/index.ts';
import {useQuery} from '@tanstack/react-query';
import {useTenure} from './workspace.tsx';

const most = 40; // keys of one request: addresses have a limit

// The name of a key; the key itself until it is known, and for who may not see names.
export function useNames(keys: string[]): (key: string) => string {
  const tenure = useTenure();
  const names = useQuery({
    queryKey: ['accounts', tenure.base, 'names', keys],
    enabled: keys.length > 0,
    queryFn: async () => {
      const parts = Array.from({length: Math.ceil(keys.length / most)}, (_, part) =>
        keys.slice(part * most, (part + 1) * most),
      );
      const answers = await tenure.batch(
        parts.map((part) => ({
          method: 'GET',
          url: `accounts?$select=key,name&$filter=${encodeURIComponent(odata`key in ${part}`)}`,
        })),
      );
      const rows = answers.flatMap(
        ({body}) => (body as {value?: {key: string; name: string | null}[]})?.value ?? [],
      );
      return new Map(rows.map((row) => [row.key, row.name]));
    },
  });
  return (key) => names.data?.get(key) ?? key;
}
