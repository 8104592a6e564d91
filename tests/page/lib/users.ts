// Others who come in: invited, with a password of their own.
import assert from 'node:assert/strict';
import type {Api} from './workspace.ts';

export interface User {
  key: string;
  role: 'admin' | 'manager' | 'rep' | 'viewer' | 'integration';
  own_only?: boolean;
}

// Their cookies.
export async function comeIn(api: Api, {key, role, own_only = false}: User): Promise<string> {
  const known = await api.ask('GET', `/w/default/users/${key}`);
  const {invitation} = known.ok
    ? {invitation: await api.json<{token: string}>('POST', `/w/default/users/${key}/invitation`, {purpose: 'reset'})}
    : await api.json<{invitation: {token: string}}>('POST', '/w/default/users', {
        key,
        name: key,
        email: `${key}@example.com`,
        role,
        own_only,
        language: 'en',
      });
  const answer = await fetch(`${api.server.address}/invitation`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({token: invitation.token, password: 'seven quiet rivers of the north'}),
  });
  assert.ok(answer.ok, `/invitation: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}
