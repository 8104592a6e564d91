// What a bulk change says, as the form has it and as the server takes it.
import type {BulkChange} from '@/api/bulk.ts';
import type {Lifecycle, Property} from '@/api/workspace.tsx';

export interface FieldChange {
  field: string;
  value: string; // '' empties it
}
export interface Wanted {
  fields: FieldChange[];
  declaration: string; // 'lifecycle declaration', or ''
  note: string;
  reason: string;
}
export const nothing: Wanted = {fields: [], declaration: '', note: '', reason: ''};

// Fields that many may be given at once: not what tells one from another, nor what the server works out; of
// stages those that are not hidden.
export const changeable = (properties: Property[], lifecycles: Lifecycle[]) => {
  const names = new Set(lifecycles.map(({name}) => name));
  return properties
    .filter(({name, readOnly}) => names.has(name) || (!readOnly && name !== 'external_key'))
    .map((property) => ({
      ...property,
      choices: property.choices.filter((choice) => !property.retired?.includes(choice)),
    }));
};

function typed(property: Property | undefined, value: string): unknown {
  if (value === '') return null;
  if (property?.type === 'Edm.Boolean') return value === 'true';
  if (property?.type === 'Edm.Int64') return Number(value);
  return value;
}

export function changeOf(
  wanted: Wanted,
  properties: Property[],
  lifecycles: Lifecycle[],
): BulkChange {
  const change: BulkChange = {};
  for (const {field, value} of wanted.fields) {
    if (lifecycles.some(({name}) => name === field)) {
      if (value) change.stages = {...change.stages, [field]: value};
    } else {
      const property = properties.find(({name}) => name === field);
      change.set = {...change.set, [field]: typed(property, value)};
    }
  }
  const [lifecycle, declaration] = wanted.declaration.split(' ');
  if (lifecycle && declaration) change.declare = {lifecycle, declaration};
  if (wanted.note) change.note = wanted.note;
  if (wanted.reason) change.reason = wanted.reason;
  return change;
}

export const asksForSomething = (change: BulkChange) =>
  change.set !== undefined || change.stages !== undefined || change.declare !== undefined;
