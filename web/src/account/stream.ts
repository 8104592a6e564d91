// The stream of one account: conversations, appointments and moves in one order, the newest first. Moves that
// are believed no more are folded away.
import type {Related, RelatedRow} from './account_data.ts';

export interface StreamItem {
  id: string;
  at: string;
  kind: 'activity' | 'appointment' | 'move';
  row: RelatedRow;
}

export function streamOf({activities, appointments, transitions}: Related): {
  items: StreamItem[];
  superseded: StreamItem[];
} {
  const all: StreamItem[] = [
    ...activities.map((row) => ({
      id: `activity ${row.key}`,
      at: String(row.at),
      kind: 'activity' as const,
      row,
    })),
    ...appointments.map((row) => ({
      id: `appointment ${row.key}`,
      at: String(row.starts_at),
      kind: 'appointment' as const,
      row,
    })),
    ...transitions.map((row) => ({
      id: `move ${row.sequence}`,
      at: String(row.at),
      kind: 'move' as const,
      row,
    })),
  ];
  const time = (item: StreamItem) => Date.parse(item.at);
  const order = (a: StreamItem, b: StreamItem) =>
    time(b) - time(a) || Number(b.row.sequence ?? 0) - Number(a.row.sequence ?? 0);
  return {
    items: all.filter((item) => !item.row.superseded_at).sort(order),
    superseded: all.filter((item) => item.row.superseded_at).sort(order),
  };
}
