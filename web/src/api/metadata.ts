// The metadata of the API, of which this reader sees what the role lets be seen: fields and deeds.
import {queryOptions, useQuery} from '@tanstack/react-query';
import {useText} from '@/i18n/language.tsx';
import {useTenure} from './workspace.tsx';

export type Schema = Record<string, Record<string, unknown>>;

export function useMetadata<T = Schema>(select?: (schema: Schema) => T) {
  const tenure = useTenure();
  const {language} = useText();
  return useQuery({
    ...queryOptions({
      queryKey: ['metadata', tenure.base, language],
      staleTime: 300_000,
      queryFn: async () =>
        (await tenure.askJson<{tenure: Schema}>('$metadata?$format=json')).tenure,
    }),
    // In another language the titles come a moment later; the fields are the same.
    placeholderData: (before) => before,
    select,
  });
}

interface Said {
  $Kind?: string;
  $Parameter?: {$Type?: string}[];
}
const isAction = (said: Said) => said.$Kind === 'Action' && said.$Parameter?.[0]?.$Type;

// 'account.restore', 'enquiry.convert': what the reader may do with a record. What is not bound to one is not here.
export const deedsOf = (schema: Record<string, unknown>) =>
  new Set(
    Object.entries(schema).flatMap(([name, about]) =>
      (Array.isArray(about) ? (about as Said[]) : [])
        .filter(isAction)
        .map((said) => `${said.$Parameter?.[0]?.$Type?.replace('tenure.', '')}.${name}`),
    ),
  );

// Nothing is offered that the server would refuse.
export function useMay() {
  const {data} = useMetadata(deedsOf);
  return (deed: string) => data?.has(deed) ?? false;
}
