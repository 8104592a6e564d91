// How an account can get from the stage where it stands to another: by hand, or by a declaration.
import type {Declaration, LifecycleAbout} from '@/api/definition.ts';

export type Way =
  | {kind: 'hand'; lifecycle: string; to: string}
  | {kind: 'declaration'; lifecycle: string; to: string; declaration: Declaration};

// Every way that the definition gives this reader; the server has the last word.
export function waysFrom(lifecycle: LifecycleAbout, from: string | null): Way[] {
  const hidden = lifecycle.stages.filter((stage) => stage.hidden).map(({name}) => name);
  const declared: Way[] = lifecycle.declarations
    .filter((entry) => entry.mine && entry.from.includes(from ?? 'none'))
    .filter((entry) => !hidden.includes(entry.to))
    .map((declaration) => ({
      kind: 'declaration',
      lifecycle: lifecycle.name,
      to: declaration.to,
      declaration,
    }));
  const byHand: Way[] = lifecycle.by_hand.mine
    ? lifecycle.stages
        .filter((stage) => !stage.hidden && stage.name !== from)
        .map((stage) => ({kind: 'hand', lifecycle: lifecycle.name, to: stage.name}))
    : [];
  return [...byHand, ...declared];
}

// The way to one stage. Where the pack documents a move, its declaration goes before the bare hand; back to
// "the stage before" is taken where nothing leads there by name.
export function wayTo(lifecycle: LifecycleAbout, from: string | null, to: string): Way | null {
  const ways = waysFrom(lifecycle, from);
  return (
    ways.find((way) => way.kind === 'declaration' && way.to === to) ??
    ways.find((way) => way.to === to) ??
    ways.find((way) => way.to === 'former') ??
    null
  );
}

// What a refusal allows instead: 'customer_status/declare:frozen', 'customer_lifecycle/prospect'.
export function waysOf(lifecycles: LifecycleAbout[], allowed: string[]): Way[] {
  return allowed.flatMap((text): Way[] => {
    const [name = '', move = ''] = text.split('/');
    const lifecycle = lifecycles.find((entry) => entry.name === name);
    if (!lifecycle) return [];
    if (!move.startsWith('declare:')) return [{kind: 'hand', lifecycle: name, to: move}];
    const declaration = lifecycle.declarations.find((entry) => `declare:${entry.name}` === move);
    return declaration
      ? [{kind: 'declaration', lifecycle: name, to: declaration.to, declaration}]
      : [];
  });
}

export const asksForMore = (way: Way) =>
  way.kind === 'declaration' && way.declaration.needs.some((need) => need.kind !== 'condition');
