// What is asked of a set, typed by the set; and the address that asks it.
import type {Entities} from './model.ts';

export type EntityName = keyof Entities;
export type Row<E extends EntityName> = Entities[E]['row'];
export type Links<E extends EntityName> = Entities[E]['links'];
type Target<L> = L extends {name: infer Name extends EntityName} ? Name : never;

// What a pack or an administrator adds is not in the types, but has its names all the same.
type Extra = string & {};
export type FieldOf<E extends EntityName> = (keyof Row<E> & string) | Extra;

export interface ReadOptions<E extends EntityName> {
  select?: readonly FieldOf<E>[];
  expand?: {[L in keyof Links<E>]?: ListOptions<Target<Links<E>[L]>> | true};
}
export interface ListOptions<E extends EntityName> extends ReadOptions<E> {
  filter?: string; // odata`name eq ${name}`
  search?: string;
  orderby?: readonly (FieldOf<E> | `${string} desc`)[];
  top?: number;
  skip?: number;
  count?: boolean;
}
export interface When {
  asOf?: string; // what was true then
  knownAt?: string; // what was believed then
}

// The rows of an answer: what was selected, and what was expanded.
type Selected<E extends EntityName, O> = O extends {select: readonly (infer F)[]}
  ? Pick<Row<E>, Extract<F, keyof Row<E>>>
  : Row<E>;
type Expanded<E extends EntityName, O> = O extends {expand: infer X}
  ? {
      [L in keyof X & keyof Links<E>]: Links<E>[L] extends {many: true}
        ? Result<Target<Links<E>[L]>, X[L]>[]
        : Result<Target<Links<E>[L]>, X[L]> | null;
    }
  : unknown;
export type Result<E extends EntityName, O> = Selected<E, O> &
  Expanded<E, O> & {'@odata.etag'?: string};

type AnyOptions = ListOptions<never> & When & {expand?: Record<string, AnyOptions | true>};

function parts(options: AnyOptions): string[] {
  const out: string[] = [];
  if (options.select) out.push(`$select=${options.select.join(',')}`);
  const expanded = Object.entries(options.expand ?? {}).map(([link, inner]) => {
    const nested = inner === true ? [] : parts(inner as AnyOptions);
    return nested.length > 0 ? `${link}(${nested.join(';')})` : link;
  });
  if (expanded.length > 0) out.push(`$expand=${expanded.join(',')}`);
  if (options.filter) out.push(`$filter=${options.filter}`);
  if (options.search) out.push(`$search=${options.search}`);
  if (options.orderby?.length) out.push(`$orderby=${options.orderby.join(',')}`);
  if (options.top !== undefined) out.push(`$top=${options.top}`);
  if (options.skip) out.push(`$skip=${options.skip}`);
  if (options.count) out.push('$count=true');
  return out;
}

// "?$select=…" or nothing. Whole values are escaped; the options' own names and '=' are not.
export function queryString(options: object = {}): string {
  const given = options as AnyOptions;
  const all = parts(given);
  if (given.asOf) all.push(`as_of=${given.asOf}`);
  if (given.knownAt) all.push(`known_at=${given.knownAt}`);
  if (all.length === 0) return '';
  return `?${all
    .map((part) => {
      const at = part.indexOf('=');
      return `${part.slice(0, at + 1)}${encodeURIComponent(part.slice(at + 1))}`;
    })
    .join('&')}`;
}
