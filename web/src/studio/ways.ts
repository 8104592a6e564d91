// The ways between stages that a lifecycle has, for its picture and for the list beside it.
import type {Effect, LifecycleAbout, Title} from '@/api/definition.ts';
import type {DiagramWay} from '@/charts/state_diagram.tsx';

export interface WayAbout {
  id: string;
  kind: DiagramWay['kind'];
  name: string;
  title: Title;
  from: string[];
  to: string; // a stage, "stay" or "former"
  when: string;
  causes: string[]; // kinds of facts; of a timer what it counts from
  effects: Effect[];
}

export function waysOf(lifecycle: LifecycleAbout): WayAbout[] {
  return [
    ...lifecycle.rules.map((rule) => ({...rule, kind: 'rule' as const, causes: rule.on})),
    ...lifecycle.timers.map((timer) => ({...timer, kind: 'timer' as const, causes: [timer.since]})),
    ...lifecycle.declarations.map((declaration) => ({
      ...declaration,
      kind: 'declaration' as const,
      when: '',
      causes: [],
    })),
  ].map(({kind, name, title, from, to, when, causes, effects}) => ({
    id: `${kind}:${name}`,
    kind,
    name,
    title,
    from,
    to,
    when,
    causes,
    effects,
  }));
}

// One for every two stages; what stays or goes back is no line.
export function linesOf(ways: WayAbout[], stages: string[], titleOf: (way: WayAbout) => string) {
  return ways.flatMap((way) =>
    stages.includes(way.to)
      ? way.from
          .filter((from) => stages.includes(from) && from !== way.to)
          .map(
            (from): DiagramWay => ({
              id: `${way.id}:${from}`,
              from,
              to: way.to,
              title: titleOf(way),
              kind: way.kind,
            }),
          )
      : [],
  );
}

export const touches = (way: WayAbout, stage: string) =>
  way.to === stage || way.from.includes(stage);
