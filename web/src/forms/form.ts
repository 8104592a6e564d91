// What a form asks, as it stands in its record: JSON that the server checks.
import type {Row} from '@client/index.ts';

export type FormRow = Row<'form'> & {'@odata.etag'?: string};

// All that a form can ask (docs/verbs.md, post_form).
export const askable = ['name', 'company', 'email', 'phone', 'subject', 'note'] as const;
export type Askable = (typeof askable)[number];

export interface FormField {
  name: Askable;
  title: {en: string; he: string};
  required: boolean;
}

// The fields of a form's text; none of a text that says none.
export function fieldsOf(text: string): FormField[] {
  try {
    const said = JSON.parse(text) as Partial<FormField>[];
    return said.flatMap((field) =>
      askable.some((name) => name === field.name)
        ? [
            {
              name: field.name as Askable,
              title: {en: field.title?.en ?? '', he: field.title?.he ?? ''},
              required: field.required === true,
            },
          ]
        : [],
    );
  } catch {
    return [];
  }
}

// What a site needs to show the form: a frame, as high as its fields.
export function snippetOf(address: string, title: string, fields: number): string {
  const text = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const height = 220 + 76 * fields;
  return `<iframe src="${address}" title="${text}" width="100%" height="${height}" style="border:0"></iframe>`;
}
