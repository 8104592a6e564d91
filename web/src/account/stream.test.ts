import {expect, it} from 'vitest';
import type {Related} from './account_data.ts';
import {streamOf} from './stream.ts';

const related = {
  activities: [{key: 'A', at: '2026-01-02T10:00:00Z'}],
  appointments: [{key: 'P', starts_at: '2026-01-03T10:00:00Z'}],
  transitions: [
    {key: '', sequence: 2, at: '2026-01-02T10:00:00Z', superseded_at: null},
    {key: '', sequence: 1, at: '2026-01-01T10:00:00Z', superseded_at: '2026-01-02T10:00:00Z'},
  ],
} as unknown as Related;

it('PS-42 the log stands in the stream, in order; what was superseded is folded away', () => {
  const {items, superseded} = streamOf(related);
  expect(items.map((item) => item.id)).toEqual(['appointment P', 'move 2', 'activity A']);
  expect(superseded.map((item) => item.id)).toEqual(['move 1']);
});
