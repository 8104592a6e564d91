// Who is here, and where.
import {queryOptions} from '@tanstack/react-query';
import {changeWith} from './send.ts';
import {askJson} from './server.ts';

export type Role = 'owner' | 'admin' | 'manager' | 'rep' | 'viewer' | 'integration';

export interface Workspace {
  name: string; // in addresses
  title: string;
  role: Role; // of the person, there
}

export interface Person {
  user: string; // by which others know them: the owner of an account
  name: string;
  email: string;
  csrf: string;
  workspaces: Workspace[];
}

export const personHere = queryOptions({
  queryKey: ['person'],
  staleTime: 60_000,
  queryFn: async () => {
    const person = await askJson<Person>('/me');
    changeWith(person.csrf);
    return person;
  },
});

// The person in one of their workspaces.
export interface Session {
  user: string;
  name: string;
  role: Role;
  workspace: string;
  workspaceTitle: string;
}

export function sessionOf(person: Person, workspace: Workspace): Session {
  return {
    user: person.user,
    name: person.name,
    role: workspace.role,
    workspace: workspace.name,
    workspaceTitle: workspace.title,
  };
}

export const administers = (role: Role) => role === 'owner' || role === 'admin';
// What somebody owns (a view, a form) is theirs to change, and an administrator's.
export const looksAfter = ({user, role}: Session, owner: string | null | undefined) =>
  !owner || owner === user || administers(role);
export const manages = (role: Role) => administers(role) || role === 'manager';
