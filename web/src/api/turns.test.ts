import {describe, expect, it} from 'vitest';
import {turns} from './turns.ts';

const later = () => new Promise<void>((done) => setTimeout(done));

describe('turns', () => {
  it('lets so many work at once, in the order in which they came', async () => {
    const inTurn = turns(2);
    const begun: number[] = [];
    const end: (() => void)[] = [];
    const all = [0, 1, 2, 3].map((n) =>
      inTurn(() => {
        begun.push(n);
        return new Promise<number>((done) => {
          end[n] = () => done(n);
        });
      }),
    );
    await later();
    expect(begun).toEqual([0, 1]);
    end[1]?.();
    await later();
    expect(begun).toEqual([0, 1, 2]);
    end[0]?.();
    end[2]?.();
    await later();
    end[3]?.();
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  });

  it('gives the place of one that failed to the next', async () => {
    const inTurn = turns(1);
    const failed = inTurn(() => Promise.reject(new Error('no')));
    const next = inTurn(async () => 'there');
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('there');
  });
});
