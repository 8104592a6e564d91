// The workspace that is shown: its API, and what its metadata says of it.
import {connect, type Tenure} from '@client/index.ts';
import {createContext, useContext} from 'react';
import {send} from '@/app/send.ts';
import {askedLanguage} from '@/app/server.ts';

export function tenureOf(workspace: string): Tenure {
  return connect({workspace, language: askedLanguage, fetch: send});
}

const TenureContext = createContext<Tenure | null>(null);
export const TenureProvider = TenureContext.Provider;

export function useTenure(): Tenure {
  const tenure = useContext(TenureContext);
  if (!tenure) throw new Error('useTenure outside TenureProvider');
  return tenure;
}

export interface Property {
  name: string;
  title: string;
  type: string; // 'Edm.String'
  choices: string[]; // empty: any value
  titles?: Record<string, string>; // of the choices, in the reader's language
  retired?: string[]; // choices that stand where they stand and are offered to nobody
  readOnly: boolean; // nobody writes it: the key, and what the server works out
}
export interface Lifecycle {
  name: string; // its column of the account
  title: string;
  stages: string[];
  hues?: Record<string, string>;
}
interface About {
  $Kind?: string;
  $Type?: string;
  '@Org.OData.Core.V1.Description'?: string;
  '@Org.OData.Validation.V1.AllowedValues'?: {Value: string}[];
  '@Org.OData.Core.V1.Computed'?: boolean;
  '@Org.OData.Core.V1.Permissions'?: string;
}

export function propertiesOf(entity: Record<string, unknown>): Property[] {
  return Object.entries(entity)
    .filter(([name, about]) => /^[a-z]\w*$/.test(name) && (about as About).$Kind === undefined)
    .map(([name, about]) => {
      const said = about as About;
      return {
        name,
        title: said['@Org.OData.Core.V1.Description'] ?? name,
        type: said.$Type ?? 'Edm.String',
        choices: (said['@Org.OData.Validation.V1.AllowedValues'] ?? []).map(
          (choice) => choice.Value,
        ),
        readOnly:
          name === 'key' ||
          said['@Org.OData.Core.V1.Computed'] === true ||
          said['@Org.OData.Core.V1.Permissions'] === 'Read',
      };
    });
}

// A lifecycle is the column that has a "since" beside it.
export function lifecyclesOf(properties: Property[]): Lifecycle[] {
  const names = new Set(properties.map((property) => property.name));
  return properties
    .filter((property) => names.has(`${property.name}_since`))
    .map(({name, title, choices}) => ({name, title, stages: choices}));
}
