// One account with what belongs to it, read together.
import {type Instant, odata, type Row} from '@client/index.ts';
import {useQuery} from '@tanstack/react-query';
import {type Definition, recordOf} from '@/api/definition.ts';
import {useTenure} from '@/api/workspace.tsx';

export type AccountRow = Row<'account'> & {'@odata.etag'?: string} & Record<string, unknown>;

// Everything of it, and what the pack's sections ask for beside that: times of stages come on request.
export function useAccount(key: string, definition: Definition | undefined, asOf?: Instant) {
  const tenure = useTenure();
  const asked = new Set(definition?.sections.flatMap((section) => section.fields));
  const onRequest = (definition ? (recordOf(definition, 'account')?.fields ?? []) : [])
    .filter((field) => field.on_request && asked.has(field.name))
    .map((field) => field.name);
  return useQuery({
    queryKey: ['account', tenure.base, key, 'row', asOf, onRequest],
    enabled: !!definition,
    queryFn: async ({signal}) =>
      (await tenure.accounts.get(
        key,
        {select: ['*', ...onRequest], ...(asOf ? {asOf} : {})},
        signal,
      )) as unknown as AccountRow,
    placeholderData: (before) => before,
  });
}

// The sets that hold an account's documents; by what the newest stands first.
export const related = {
  contacts: 'created_at desc',
  opportunities: 'key desc',
  quotes: 'issued_at desc',
  orders: 'placed_at desc',
  invoices: 'key desc',
  subscriptions: 'key desc',
  assignments: 'key desc',
  appointments: 'starts_at desc',
  activities: 'at desc',
  cases: 'key desc',
  tasks: 'key desc',
  ledgers: 'key',
  transitions: 'sequence desc',
} as const;
export type RelatedSet = keyof typeof related;
export type RelatedRow = Record<string, unknown> & {key: string; '@odata.etag'?: string};
export type Related = Record<RelatedSet, RelatedRow[]> & {merged: RelatedRow[]};

const names = Object.keys(related) as RelatedSet[];
const most = 200; // of each: more are looked at in their own lists

// What this reader may not see, or what was not kept of the past, is simply not there.
export function useRelated(key: string, asOf?: Instant) {
  const tenure = useTenure();
  return useQuery({
    queryKey: ['account', tenure.base, key, 'related', asOf],
    queryFn: async (): Promise<Related> => {
      const when = asOf ? `&as_of=${asOf}` : '';
      const of = odata`account eq ${key}`;
      // Moves that are believed no more are told only to who asks about them.
      const all = `${of} and (superseded_at eq null or superseded_at ne null)`;
      const into = encodeURIComponent(odata`merged_into eq ${key}`);
      const answers = await tenure.batch([
        ...names.map((set) => ({
          method: 'GET' as const,
          url: `${set}?$filter=${encodeURIComponent(set === 'transitions' ? all : of)}&$orderby=${encodeURIComponent(related[set])}&$top=${most}${when}`,
        })),
        {method: 'GET', url: `accounts?$select=key,name&$filter=${into}`},
      ]);
      const rows = answers.map(
        ({body}) => (body as {value?: RelatedRow[]} | undefined)?.value ?? [],
      );
      const sets = Object.fromEntries(names.map((set, index) => [set, rows[index] ?? []]));
      return {...(sets as Record<RelatedSet, RelatedRow[]>), merged: rows[names.length] ?? []};
    },
    placeholderData: (before) => before,
  });
}

// Which sections the pack shows for this account now. The server judges its conditions.
export function useVisibleSections(definition: Definition, row: AccountRow, asOf?: Instant) {
  const tenure = useTenure();
  const {key, version} = row;
  const judged = definition.sections.filter((section) => section.visible_when);
  const answer = useQuery({
    queryKey: ['account', tenure.base, key, 'sections', version, asOf],
    enabled: judged.length > 0,
    queryFn: async () => {
      const when = asOf ? `&as_of=${asOf}` : '';
      const answers = await tenure.batch(
        judged.map(({visible_when}) => ({
          method: 'GET',
          url: `accounts?$select=key&$filter=${encodeURIComponent(
            `${odata`key eq ${key}`} and (${visible_when})`,
          )}${when}`,
        })),
      );
      return judged
        .filter((_, index) => {
          const body = answers[index]?.body as {value?: unknown[]} | undefined;
          return (body?.value?.length ?? 0) > 0;
        })
        .map((section) => section.name);
    },
    placeholderData: (before) => before,
  });
  return definition.sections.filter(
    (section) => !section.visible_when || answer.data?.includes(section.name),
  );
}
