// How the definition is asked for; by itself, because the entry of the page asks ahead for it.
import {queryOptions} from '@tanstack/react-query';
import {askJson} from '@/app/server.ts';
import type {Definition} from './definition.ts';

export const definitionAt = (base: string) =>
  queryOptions({
    queryKey: ['definition', base],
    staleTime: 60_000,
    queryFn: ({signal}) => askJson<Definition>(base.replace(/odata\/$/, 'definition'), {signal}),
  });
