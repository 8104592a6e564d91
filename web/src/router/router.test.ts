import {describe, expect, it} from 'vitest';
import {match} from './router.tsx';

describe('a route', () => {
  it('gives its parameters, decoded', () => {
    expect(match('/app/:workspace/accounts/:account', '/app/acme/accounts/a%2Fb%20%D7%A9')).toEqual(
      {
        workspace: 'acme',
        account: 'a/b ש',
      },
    );
  });
  it('does not mind a slash at the end', () => {
    expect(match('/app/:workspace', '/app/acme/')).toEqual({workspace: 'acme'});
  });
  it.each([
    ['/app/:workspace', '/app'],
    ['/app/:workspace', '/app/'],
    ['/app/:workspace', '/app/a/b'],
    ['/app/:workspace/board', '/app/a/accounts'],
    ['/app/:workspace', '/app/%E0%A4'], // no character
  ])('%s does not fit %s', (pattern, path) => {
    expect(match(pattern, path)).toBeNull();
  });
});
