// Which of the account's own records a form can name: a contact, an order, an opportunity, a ledger.
import type {Choice} from '@/ui/select.tsx';
import type {Related, RelatedRow} from './account_data.ts';

const words = (...parts: unknown[]) => parts.filter((part) => part && part !== '?').join(' ');
const choices = (rows: RelatedRow[], label: (row: RelatedRow) => string): Choice[] =>
  rows.map((row) => ({id: row.key, label: label(row) || row.key, help: row.key}));

export function linksOf(related: Related): Record<string, Choice[]> {
  const amount = (row: RelatedRow) => words(row.amount, row.currency);
  return {
    contact: choices(related.contacts, (row) => words(row.first_name, row.last_name)),
    order: choices(related.orders, amount),
    opportunity: choices(related.opportunities, (row) => words(row.title)),
    ledger: choices(related.ledgers, (row) => words(row.name)),
  };
}
