// What was changed in the studio and is not applied yet: texts of files and values of parameters.
import type {Definition, Parameter} from '@/api/definition.ts';

export interface Draft {
  files: Record<string, string>; // path → text
  parameters: Record<string, string>; // name → value as text; '' is the default again
}
export const noDraft: Draft = {files: {}, parameters: {}};
export const changesIn = (draft: Draft) =>
  Object.keys(draft.files).length + Object.keys(draft.parameters).length;

// What is again as it is in force is no change.
export function withFile(draft: Draft, definition: Definition, path: string, text: string): Draft {
  const files = {...draft.files};
  if (definition.files?.find((file) => file.path === path)?.text === text) delete files[path];
  else files[path] = text;
  return {...draft, files};
}

export function withParameter(draft: Draft, parameter: Parameter, value: string): Draft {
  const parameters = {...draft.parameters};
  if (value === String(parameter.value)) delete parameters[parameter.name];
  else parameters[parameter.name] = value;
  return {...draft, parameters};
}

// As the verbs take it: "path=text", "name=value".
export const argumentsOf = (draft: Draft) => ({
  files: Object.entries(draft.files).map(([path, text]) => `${path}=${text}`),
  parameters: Object.entries(draft.parameters).map(([name, value]) => `${name}=${value}`),
});

// Why a value cannot be: not of its type, or beyond its limits; null: it can.
export function faultOf(parameter: Parameter, value: string): 'type' | 'limits' | null {
  if (value === '' || parameter.type === 'bool' || parameter.type === 'string') return null;
  if (parameter.type === 'choice') return null;
  const form = parameter.type === 'int' ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
  if (!form.test(value)) return 'type';
  const number = Number(value);
  if (parameter.min !== null && number < Number(parameter.min)) return 'limits';
  if (parameter.max !== null && number > Number(parameter.max)) return 'limits';
  return null;
}
