// The definition, changed: checked, tested, planned, applied. Their answers are open types in the
// metadata; here they have names.
import type {Tenure} from '@client/index.ts';

export interface Fault {
  severity: 'error' | 'warning';
  code: string;
  message: string;
  file: string;
  line: number;
  column: number;
  history: string[]; // what shows it
}
export interface Story {
  id: string;
  title: string;
  file: string;
  line: number;
  passed: boolean;
  failures: {line: number; text: string; expected: string; found: string}[];
}
export interface Plan {
  plan: number;
  state: string;
  stale: string | null;
  mode: string;
  digest: string;
  summary: {
    accounts: number;
    moving: number;
    rewritten: number;
    files: {file: string; change: string}[];
    parameters: {name: string; from: unknown; to: unknown}[];
    matrix: {lifecycle: string; from: string | null; to: string | null; accounts: number}[];
    announced: Record<string, number>;
    notices: {id: string; count: number}[];
    tasks: {id: string; count: number}[];
  };
}
export interface PlanMove {
  place: number;
  account: string;
  name: string | null;
  lifecycle: string;
  from: string | null;
  to: string | null;
  rule: string;
  at: string;
}
// "path=text" and "name=value".
export interface Changes {
  files: string[];
  parameters: string[];
}
interface Answer<T> {
  key: string | null;
  result: T;
}

const act = <T>(tenure: Tenure, name: string, body: object) =>
  tenure.askJson<Answer<T>>(name, {method: 'POST', body});

export const definitions = {
  check: async (tenure: Tenure, changes: Changes) =>
    (
      await act<{sound: boolean; faults: Fault[]}>(tenure, 'check_definition', {
        ...changes,
        deep: true,
      })
    ).result,
  test: async (tenure: Tenure, files: string[]) =>
    (
      await act<{passed: number; failed: number; stories: Story[]}>(tenure, 'test_definition', {
        files,
      })
    ).result,
  // The number of the job.
  plan: async (tenure: Tenure, changes: Changes, mode: string) =>
    Number((await act(tenure, 'plan', {...changes, mode})).key),
  apply: async (tenure: Tenure, plan: Plan) =>
    Number((await act(tenure, 'apply', {plan: String(plan.plan), digest: plan.digest})).key),
  plans: async (tenure: Tenure) =>
    (await tenure.askJson<Answer<{value: Plan[]}>>('plans()')).result.value,
  moves: async (tenure: Tenure, plan: number, top: number) =>
    (await tenure.askJson<Answer<{value: PlanMove[]}>>(`plan_moves(plan=${plan},top=${top})`))
      .result.value,
};
