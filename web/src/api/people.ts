// Users, invitations, API tokens, roles and settings of a workspace.
import {changeWith} from '@/app/send.ts';
import {askJson, tell} from '@/app/server.ts';
import type {Role} from '@/app/session.ts';
import {ifVersion, place} from './place.ts';

export interface User {
  key: string;
  name: string;
  email: string;
  role: Role;
  language: string;
  active: boolean;
  own_only: boolean;
  has_password: boolean;
  created_at: string;
  version: number;
}
export type NewUser = Pick<User, 'name' | 'email' | 'role' | 'language' | 'own_only'>;
export interface Invitation {
  link: string;
  expires_at: string;
}

export const users = {
  list: async (workspace: string) =>
    (await askJson<{users: User[]}>(place(workspace, 'users'))).users,
  add: (workspace: string, body: NewUser) =>
    askJson<User & {invitation?: Invitation}>(place(workspace, 'users'), {method: 'POST', body}),
  change: (workspace: string, user: User, body: Partial<User>) =>
    askJson<User>(place(workspace, 'users', user.key), {
      method: 'PATCH',
      body,
      headers: ifVersion(user.version),
    }),
  remove: (workspace: string, user: User) =>
    tell(place(workspace, 'users', user.key), {method: 'DELETE', headers: ifVersion(user.version)}),
  invite: (workspace: string, user: User, purpose: 'invite' | 'reset') =>
    askJson<Invitation>(place(workspace, 'users', user.key, 'invitation'), {
      method: 'POST',
      body: {purpose},
    }),
};

export interface Token {
  token: number;
  name: string;
  user: string;
  scopes: string[];
  created_at: string;
  expires_at: string;
  used_at: string | null;
  revoked_at: string | null;
}
export interface NewToken {
  name: string;
  scopes: string[];
  days: number;
}

export const tokens = {
  list: async (workspace: string) =>
    (await askJson<{tokens: Token[]}>(place(workspace, 'tokens'))).tokens,
  add: (workspace: string, body: NewToken) =>
    askJson<{secret: string | null; expires_at: string | null}>(place(workspace, 'tokens'), {
      method: 'POST',
      body,
    }),
  revoke: (workspace: string, token: Token) =>
    tell(place(workspace, 'tokens', String(token.token)), {method: 'DELETE'}),
};

// What was said of it here; null: as the program has it.
interface Said {
  read: boolean | null;
  write: boolean | null;
}
export interface RoleField {
  field: string;
  title: string;
  read: boolean;
  write: boolean;
  set: Said;
}
export interface RoleRecord {
  record: string;
  title: string;
  read: boolean;
  create: boolean;
  change: boolean;
  remove: boolean;
  set: Said;
  fields: RoleField[];
}
export interface RoleEntry {
  role: Role;
  title: string;
  about: string;
}

export const roles = {
  list: async (workspace: string) =>
    (await askJson<{roles: RoleEntry[]}>(place(workspace, 'roles'))).roles,
  show: async (workspace: string, role: string) =>
    (await askJson<{records: RoleRecord[]}>(place(workspace, 'roles', role))).records,
  permit: (workspace: string, role: string, body: {record: string; field: string} & Said) =>
    tell(place(workspace, 'roles', role, 'permission'), {method: 'PUT', body}),
};

export interface Setting {
  setting: string;
  title: string;
  kind: 'flag' | 'number' | 'choice' | 'text';
  value: boolean | number | string;
  fallback: boolean | number | string;
  is_default: boolean;
  least?: number;
  most?: number;
  choices?: string[];
  version: number;
  changed_by: string;
  changed_at: string | null;
}
export interface Settings {
  time_zone: string;
  pack: string;
  languages: string[];
  settings: Setting[];
}

export const settings = {
  list: (workspace: string) => askJson<Settings>(place(workspace, 'settings')),
  change: (workspace: string, setting: Setting, value: Setting['value'] | null) =>
    askJson<Setting>(place(workspace, 'settings', setting.setting), {
      method: 'PUT',
      body: {value},
      headers: setting.version > 0 ? ifVersion(setting.version) : {},
    }),
};

export interface Self {
  user: string;
  name: string;
  email: string;
  language: string;
  version: number;
}
export interface Session {
  session: string;
  address: string;
  is_this: boolean;
  created_at: string;
  used_at: string;
}

export const me = {
  show: () => askJson<Self>('/me'),
  change: (version: number, body: Partial<Pick<Self, 'name' | 'email' | 'language'>>) =>
    askJson<Self>('/me', {method: 'PATCH', body, headers: ifVersion(version)}),
  // The session goes on under another word against forgery.
  password: async (body: {password: string; new_password: string}) => {
    const {csrf} = await askJson<{csrf: string}>('/me/password', {method: 'PUT', body});
    changeWith(csrf);
  },
  sessions: async () => (await askJson<{sessions: Session[]}>('/me/sessions')).sessions,
  end: (session: string) => tell(`/me/sessions/${encodeURIComponent(session)}`, {method: 'DELETE'}),
};
