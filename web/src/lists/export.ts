// A list to take away: every row that fits, in the columns that are shown, as the server writes it.
import {place} from '@/api/place.ts';
import {ask} from '@/app/server.ts';
import {save} from '@/charts/save.ts';
import {type Asked, type ListedSet, optionsOf} from './use_list.ts';

export type ExportKind = 'csv' | 'xlsx';

export function exportAddress(workspace: string, set: ListedSet, asked: Asked, kind: ExportKind) {
  const {search, filter, orderby} = optionsOf(asked);
  const given = {
    $select: asked.columns.join(),
    $orderby: orderby.join(),
    ...(search ? {$search: search} : {}),
    ...(filter ? {$filter: filter} : {}),
    header: 'titles',
    ...(kind === 'csv' ? {bom: 'true'} : {}), // by which a spreadsheet knows the encoding
  };
  const query = Object.entries(given).map(
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return `${place(workspace, 'exports', `${set}.${kind}`)}?${query.join('&')}`;
}

// `told` hears how many bytes have come. An answer that breaks off is no file.
export async function exportList(
  address: string,
  name: string,
  told: (bytes: number) => void,
  signal: AbortSignal,
) {
  const response = await ask(address, {signal});
  const pieces: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (!piece || piece.done) break;
    pieces.push(piece.value);
    bytes += piece.value.byteLength;
    told(bytes);
  }
  save(name, new Blob(pieces, {type: response.headers.get('content-type') ?? ''}));
}
