// A workspace in which every screen has something to show, and the addresses of all screens.
import {people} from './people.ts';
import type {Api} from './workspace.ts';

export const whole = people[0].key as string; // has a document of every kind, moves and talks
export const removed = people.at(-1)?.key as string;

// Name and address below /app/WORKSPACE/, with the role from which on it is open. The first are those of the
// navigation, in its order.
export type Least = 'viewer' | 'manager' | 'admin';
export const destinations: [name: string, path: string, title: string, least: Least][] = [
  ['board', 'board', 'Board', 'viewer'],
  ['accounts', 'accounts', 'Accounts', 'viewer'],
  ['calling', 'calling', 'Calling list', 'viewer'],
  ['enquiries', 'enquiries', 'Enquiries', 'viewer'],
  ['removed', 'removed', 'Removed', 'viewer'],
  ['reports', 'reports', 'Reports', 'manager'],
  ['allocation', 'allocation', 'Allocation', 'manager'],
  ['import', 'import', 'Import', 'manager'],
  ['studio', 'studio', 'Lifecycle studio', 'admin'],
  ['users', 'users', 'Users and roles', 'admin'],
  ['tokens', 'tokens', 'API tokens', 'admin'],
  ['settings', 'settings', 'Settings', 'admin'],
];

// What is reached from these.
export const beyond = (file: string): [name: string, path: string][] => [
  ['account', `accounts/${whole}`],
  ['account-removed', `accounts/${removed}`],
  ['enquiry', 'enquiries?enquiry=E-1'],
  ['forms', 'forms'],
  ['form', 'forms?form=F-1'],
  ['mapping', `import?file=${encodeURIComponent(file)}`],
  ['roles', 'users?show=roles'],
  ['profile', 'profile'],
];

// Gives the file that waits to be mapped. `owner`: of all customers.
export async function fillEverything(api: Api, owner = 'owner'): Promise<string> {
  for (const person of people) await api.create('accounts', {...person, owner, at: '2026-01-05T09:00:00Z'});
  await api.create('contacts', {account: whole, first_name: 'Noa', last_name: 'Barak', email: 'noa@example.com'});
  const documents: [verb: string, values: object][] = [
    ['open_opportunity', {key: 'D-1', title: 'New kitchen', amount: '4200', currency: 'EUR'}],
    ['issue_quote', {key: 'Q-1', amount: '1200', currency: 'EUR'}],
    ['place_order', {key: 'O-1', amount: '250', currency: 'EUR'}],
    ['issue_invoice', {key: 'I-1', amount: '250', currency: 'EUR'}],
    ['start_subscription', {key: 'S-1', service: 'Club', period: 'month', paid: true}],
    ['start_assignment', {key: 'W-1', order: 'O-1', worker: 'Ben'}],
    ['book_appointment', {key: 'A-1', starts_at: '2027-01-05T09:00:00Z', subject: 'A visit'}],
    ['open_case', {key: 'C-1', subject: 'A broken door'}],
    ['open_task', {key: 'T-1', subject: 'Call the builder'}],
    ['open_ledger', {key: 'L-1', name: 'Second'}],
    ['log_call', {note: 'Asked for a price', outcome: 'answered'}],
    ['log_email', {subject: 'Our prices'}],
    ['log_note', {note: 'Prefers mornings'}],
    ['set_stage', {lifecycle: 'customer_lifecycle', stage: 'prospect', reason: 'A fresh start'}],
  ];
  for (const [verb, values] of documents) await api.act('accounts', whole, verb, values);
  await api.act('accounts', removed, 'archive');
  await api.create('enquiries', {key: 'E-1', name: 'Ruth Adler', subject: 'About E-1', channel: 'web', email: 'ruth@example.com'});
  await api.create('forms', {key: 'F-1', title: 'Write to us', fields: JSON.stringify([{name: 'name'}, {name: 'note'}])});
  await api.create('views', {key: 'V-1', name: 'Bakeries', set: 'accounts', filter: "contains(name,'a')", shared: true});
  await api.json('POST', '/w/default/users', {email: 'noa@example.com', name: 'Noa', role: 'rep', language: 'he'});
  await api.json('POST', '/w/default/tokens', {name: 'Warehouse', scopes: ['read'], days: 30});
  const sent = await fetch(`${api.server.address}/w/default/imports?name=towns.csv`, {
    method: 'POST',
    headers: {...api.server.headers, 'Content-Type': 'text/csv'},
    body: 'Customer no,Company,Mail,Town\nN-1,Oak & Sons,oak@example.com,Leeds\n',
  });
  if (!sent.ok) throw new Error(`/imports: ${sent.status} ${await sent.text()}`);
  return ((await sent.json()) as {import: string}).import;
}
