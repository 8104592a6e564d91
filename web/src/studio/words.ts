// How people call what a plan names by its id.
import type {Definition, Title} from '@/api/definition.ts';
import {waysOf} from './ways.ts';

export const titleOfWay = (definition: Definition, lifecycle: string, id: string) =>
  definition.lifecycles
    .filter((entry) => entry.name === lifecycle)
    .flatMap(waysOf)
    .find((way) => way.name === id)?.title;

// Of a task or a notice.
export function titleOfEffect(definition: Definition, id: string): Title | undefined {
  const effects = definition.lifecycles.flatMap((lifecycle) => [
    ...lifecycle.stages.flatMap((stage) => stage.on_enter),
    ...waysOf(lifecycle).flatMap((way) => way.effects),
  ]);
  return effects.find((effect) => effect.name === id && effect.title)?.title;
}

export const titleOfParameter = (definition: Definition, name: string) =>
  definition.parameters.find((parameter) => parameter.name === name)?.title;
