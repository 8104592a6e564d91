// The same operation on many rows, each by itself: what was refused keeps nothing else back.
import type {Tenure} from '@client/index.ts';

const atOnce = 100; // of a batch

export interface Refused {
  key: string;
  message: string;
}

export async function actOnEach(
  tenure: Tenure,
  set: 'accounts' | 'enquiries',
  keys: string[],
  operation: string,
  body: object = {},
): Promise<Refused[]> {
  const refused: Refused[] = [];
  for (let at = 0; at < keys.length; at += atOnce) {
    const some = keys.slice(at, at + atOnce);
    const answers = await tenure.batch(
      some.map((key) => ({
        method: 'POST' as const,
        url: `${tenure.set(set).address(key)}/tenure.${operation}`,
        body,
      })),
    );
    answers.forEach((answer, index) => {
      const {error} = answer;
      if (!error) return;
      const message = [error.message, ...error.reasons.map((reason) => reason.message)].join(' ');
      refused.push({key: some[index] ?? '', message});
    });
  }
  return refused;
}
