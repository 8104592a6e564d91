// autocannon: a hundred clients at once for a few seconds. Nobody is told anything but an answer or "later".
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import autocannon from 'autocannon';
import {headers, odata} from './lib/here.ts';

describe('autocannon', () => {
  it('reads pages of accounts over a hundred connections without a failure', async () => {
    const result = await autocannon({
      url: `${odata}accounts?$select=key,name,customer_status&$top=50`,
      connections: 100,
      amount: 3000,
      headers,
    });
    assert.equal(result.errors + result.timeouts, 0);
    const answered = result['2xx'];
    const later = result.statusCodeStats?.['503']?.count ?? 0;
    assert.equal(answered + later, 3000);
    assert.ok(answered > 0);
  });

  it('creates accounts over forty connections, each once', async () => {
    let made = 0;
    const result = await autocannon({
      url: odata,
      connections: 40,
      amount: 1000,
      requests: [
        {
          method: 'POST',
          path: new URL('accounts', odata).pathname,
          headers: {...headers, 'Content-Type': 'application/json', Prefer: 'return=minimal'},
          setupRequest: (request) => ({...request, body: JSON.stringify({key: `L-${++made}`, name: `Load ${made}`})}),
        },
      ],
    });
    assert.equal(result.errors + result.timeouts, 0);
    const created = result['2xx'];
    const counted = await fetch(`${odata}accounts/$count?$filter=startswith(key,'L-')`, {headers});
    assert.equal(Number(await counted.text()), created);
  });
});
