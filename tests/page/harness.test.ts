// What the other tests lean on.
import assert from 'node:assert/strict';
import {it} from 'node:test';
import {known} from './lib/known.ts';

it('a test that is known to fail tells so, and fails the run when it passes', async () => {
  const told: string[] = [];
  const context = {todo: (why: string) => told.push(why)};
  await assert.rejects(
    known('the moon is far', () => Promise.reject(new Error('far')))(context),
    /far/,
  );
  assert.deepEqual(told, ['the moon is far']);
  await assert.rejects(known('the moon is far', () => Promise.resolve())(context), /make it a plain test/);
  assert.equal(told.length, 1, 'what passes is not let off');
});
