import {describe, expect, it} from 'vitest';
import {offAfter, tickedOf} from './on_the_list.ts';

describe('the list of the allocation wizard (HY-28)', () => {
  const loaded = ['A', 'B', 'C'];
  it('has everything that was found on it', () => {
    expect([...tickedOf(loaded, new Set())]).toEqual(loaded);
  });
  it('leaves out what was taken off, also once more rows are loaded', () => {
    const off = offAfter(new Set(['A', 'C']), loaded, new Set(['Z']));
    expect([...off].sort()).toEqual(['B', 'Z']);
    expect([...tickedOf([...loaded, 'D', 'Z'], off)]).toEqual(['A', 'C', 'D']);
  });
  it('takes all of it back', () => {
    expect([...offAfter('all', loaded, new Set(['B']))]).toEqual([]);
  });
});
