// What can be done with a record, as the metadata says it; and which gate a deed would meet.
import {type Definition, recordOf, stageOf, type Title} from '@/api/definition.ts';
import {useMetadata} from '@/api/metadata.ts';

export interface VerbParameter {
  name: string;
  title: string;
  type: string; // 'Edm.String'
  required: boolean;
}
export interface Verb {
  name: string;
  record: string;
  title: string;
  parameters: VerbParameter[];
}
interface Said {
  $Kind?: string;
  $IsBound?: boolean;
  $Parameter?: {
    $Name: string;
    $Type?: string;
    $Collection?: boolean;
    $Nullable?: boolean;
    '@Org.OData.Core.V1.Description'?: string;
  }[];
  '@Org.OData.Core.V1.Description'?: string;
}

export function verbsOf(schema: Record<string, unknown>): Map<string, Verb> {
  const verbs = new Map<string, Verb>();
  for (const [name, about] of Object.entries(schema)) {
    if (!Array.isArray(about)) continue;
    for (const said of about as Said[]) {
      const [self, ...others] = said.$Parameter ?? [];
      if (said.$Kind !== 'Action' || !self?.$Type || self.$Collection) continue;
      const record = self.$Type.replace('tenure.', '');
      verbs.set(`${record}.${name}`, {
        name,
        record,
        title: said['@Org.OData.Core.V1.Description'] ?? name,
        parameters: others.map((parameter) => ({
          name: parameter.$Name,
          title: parameter['@Org.OData.Core.V1.Description'] ?? parameter.$Name,
          type: parameter.$Type ?? 'Edm.String',
          required: parameter.$Nullable !== true,
        })),
      });
    }
  }
  return verbs;
}

export const useVerbs = (): Map<string, Verb> => useMetadata(verbsOf).data ?? new Map();

// A verb of an account is called after what it makes: open_opportunity. The others are about their own record.
export function madeBy(definition: Definition, {record, name}: Verb): string {
  const made = name.split('_').at(-1) ?? '';
  return record === 'account' && recordOf(definition, made) ? made : record;
}

// The kind of fact that a deed records, where a pack may have put a gate before it.
const facts: Record<string, string> = {
  'account.place_order': 'order.placed',
  'account.start_assignment': 'assignment.started',
  'account.issue_quote': 'quote.issued',
  'account.issue_invoice': 'invoice.issued',
  'account.issue_receipt': 'receipt.issued',
  'account.start_subscription': 'subscription.started',
  'account.open_opportunity': 'opportunity.opened',
  'account.book_appointment': 'appointment.booked',
  'account.log_call': 'call.logged',
  'account.log_email': 'email.sent',
  'account.log_contact': 'contact_record.logged',
  'order.assign': 'assignment.started',
  'order.copy': 'order.placed',
  'order.approve': 'order.approved',
  'quote.approve': 'quote.approved',
};

export interface GateSays {
  verdict: 'warn' | 'no';
  gate: Title;
  says: Title;
  stage: Title;
}

// What the gates say before anything is clicked; the server says it again when it is.
export function gatesBefore(
  definition: Definition,
  account: Record<string, unknown>,
  deed: string, // 'account.place_order'
): GateSays[] {
  const kind = facts[deed];
  return definition.lifecycles.flatMap((lifecycle) => {
    const stage = stageOf(lifecycle, account[lifecycle.name] as string | null);
    return lifecycle.gates
      .filter((gate) => kind && gate.on.includes(kind))
      .flatMap((gate): GateSays[] => {
        const found = stage?.gates.find((entry) => entry.name === gate.name);
        if (!stage || !found || found.verdict === 'yes') return [];
        const {verdict, says} = found;
        return [{verdict, says, gate: gate.title, stage: stage.title}];
      });
  });
}
