// A server that does not answer, or answers that it cannot: what a page asks of it is held, refused, or let through.
import type {Page, Route} from 'playwright-core';

export type Trouble = 'held' | 'broken' | 'none';

// What the page reads of a workspace; its own program comes from the server all the same.
const asks = /^[^?]*\/(w|me)(\/|$|\?)/;
const fault = {code: 'internal-error', message: 'Something went wrong on our side.'};

export async function troubled(page: Page) {
  let trouble: Trouble = 'none';
  let what = /./;
  const held: Route[] = [];
  const answer = (route: Route): Promise<void> => {
    if (trouble === 'none') return route.continue();
    return route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      headers: {'X-Request-Id': 'r-1'},
      // In OData's shape, and in that of the other doors.
      body: JSON.stringify({error: fault, ...fault, status: 500, detail: fault.message}),
    });
  };
  await page.route(asks, (route) => {
    const {pathname} = new URL(route.request().url());
    // Who is here is known: otherwise there would be no screen.
    if (pathname === '/me' || pathname.endsWith('/live') || !what.test(pathname)) return route.continue();
    if (trouble !== 'held') return answer(route);
    held.push(route);
  });
  // What is held by then is answered so as well. `only`: these addresses alone.
  return async (next: Trouble, only = /./) => {
    trouble = next;
    what = only;
    if (next !== 'held') for (const route of held.splice(0)) await answer(route).catch(() => {}); // nobody waits any more
  };
}
