// Every address of the page, by name; the patterns of the routes stand in views/signed_in.tsx.
const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join('/')}`;

// How a list is shown; what is left out is as the view would have it.
export interface ListView {
  view?: string; // a saved view that this began as
  search?: string;
  filter?: string;
  sort?: string; // 'name desc'
  columns?: string; // 'key,name'
  enquiry?: string; // that is open beside the list
}

// How a board is shown.
export interface BoardView {
  view?: string; // a saved view that this began as
  lifecycle?: string;
  group?: string; // a field
  search?: string;
  filter?: string;
  as_of?: string; // a day: '2026-11-21'
}

function board(address: string, view: BoardView): string {
  const shown = new URLSearchParams();
  for (const name of ['view', 'lifecycle', 'group', 'search', 'filter', 'as_of'] as const) {
    if (view[name]) shown.set(name, view[name]);
  }
  return address + (shown.size > 0 ? `?${shown}` : '');
}

function list(address: string, view: ListView): string {
  const shown = new URLSearchParams();
  for (const name of ['view', 'search', 'filter', 'sort', 'columns', 'enquiry'] as const) {
    if (view[name]) shown.set(name, view[name]);
  }
  return address + (shown.size > 0 ? `?${shown}` : '');
}

export const urls = {
  home: () => '/',
  firstHome: () => '/?first', // leads to start
  setUp: () => '/app/setup',
  invitation: () => '/app/invitation',
  profile: (workspace: string) => path('app', workspace, 'profile'),
  workspace: (workspace: string) => path('app', workspace),
  start: (workspace: string) => path('app', workspace, 'start'),
  board: (workspace: string, view: BoardView = {}) => board(path('app', workspace, 'board'), view),
  calling: (workspace: string) => path('app', workspace, 'calling'),
  accounts: (workspace: string, view: ListView = {}) =>
    list(path('app', workspace, 'accounts'), view),
  account: (workspace: string, key: string, view: {as_of?: string; tab?: string} = {}) => {
    const shown = new URLSearchParams();
    if (view.as_of) shown.set('as_of', view.as_of);
    if (view.tab) shown.set('tab', view.tab);
    return path('app', workspace, 'accounts', key) + (shown.size > 0 ? `?${shown}` : '');
  },
  removed: (workspace: string, view: ListView = {}) =>
    list(path('app', workspace, 'removed'), view),
  enquiries: (workspace: string, view: ListView = {}) =>
    list(path('app', workspace, 'enquiries'), view),
  allocation: (workspace: string, view: ListView = {}) =>
    list(path('app', workspace, 'allocation'), view),
  users: (workspace: string, show?: 'roles') =>
    path('app', workspace, 'users') + (show ? `?show=${show}` : ''),
  tokens: (workspace: string) => path('app', workspace, 'tokens'),
  settings: (workspace: string) => path('app', workspace, 'settings'),
  reports: (
    workspace: string,
    at: Partial<Record<'lifecycle' | 'since' | 'as_of' | 'every', string>> = {},
  ) => {
    const given = Object.entries(at).filter(([, value]) => value);
    const shown = new URLSearchParams(given);
    return path('app', workspace, 'reports') + (shown.size > 0 ? `?${shown}` : '');
  },
  import: (workspace: string, file?: string) =>
    path('app', workspace, 'import') + (file ? `?file=${encodeURIComponent(file)}` : ''),
  studio: (workspace: string, at: Partial<Record<'lifecycle' | 'show' | 'stage', string>> = {}) => {
    const given = Object.entries(at).filter(([, value]) => value);
    const shown = new URLSearchParams(given);
    return path('app', workspace, 'studio') + (shown.size > 0 ? `?${shown}` : '');
  },
  forms: (workspace: string, form?: string) =>
    path('app', workspace, 'forms') + (form ? `?form=${encodeURIComponent(form)}` : ''),
  // What visitors of a site see; not of this page.
  publicForm: (workspace: string, form: string) => path('w', workspace, 'forms', form),
};
