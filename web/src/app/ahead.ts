// What the address will need is fetched at once, beside each other: asked for by the view that needs it, every
// piece would wait for the one before it. Who is not let in is asked to sign in, and it is asked for again.
import {serviceOf} from '@client/address.ts';
import type {QueryClient} from '@tanstack/react-query';
import {definitionAt} from '@/api/definition_at.ts';
import {match} from '@/router/router.tsx';
import {personHere} from './session.ts';

export function fetchAhead(queries: QueryClient, path: string) {
  const workspace = match(
    '/app/:workspace/:view',
    path.split('/').slice(0, 4).join('/'),
  )?.workspace;
  if (!workspace) return;
  const code: Promise<unknown>[] = [import('@/views/signed_in.tsx')];
  if (match('/app/:workspace/board', path)) {
    code.push(import('@/views/board.tsx'));
    code.push(import('@/board/board.tsx'), import('@/board/board_tools.tsx'));
  }
  for (const chunk of code) chunk.catch(() => {}); // it is missed where it is needed
  queries.prefetchQuery(personHere);
  queries.prefetchQuery(definitionAt(serviceOf(workspace)));
}
