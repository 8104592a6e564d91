// The fields of a record as its metadata says them, with the titles and colours of the definition.
import type {EntityName} from '@client/index.ts';
import {useMemo} from 'react';
import {useText} from '@/i18n/language.tsx';
import type {Language} from '@/i18n/message.ts';
import {type Definition, type Title, useDefinition} from './definition.ts';
import {useMetadata} from './metadata.ts';
import {type Lifecycle, lifecyclesOf, type Property, propertiesOf} from './workspace.tsx';

export interface About {
  properties: Property[];
  lifecycles: Lifecycle[];
}

export function useProperties(type: EntityName) {
  const {language} = useText();
  const definition = useDefinition();
  const metadata = useMetadata();
  const types = metadata.data;
  const data = useMemo(
    () => types && describe(type, types[type] ?? {}, definition.data, language),
    [types, type, definition.data, language],
  );
  return {data, error: metadata.error, refetch: metadata.refetch, isSuccess: metadata.isSuccess};
}

export const useAccountProperties = () => useProperties('account');
export type AboutRecord = ReturnType<typeof useProperties>;

export function describe(
  type: string,
  entity: Record<string, unknown>,
  definition: Definition | undefined,
  language: Language,
): About {
  const fields = definition?.records.find(({name}) => name === type)?.fields ?? [];
  const titled = (entries: {name: string; title: Title}[]) =>
    Object.fromEntries(entries.map(({name, title}) => [name, title[language] || name]));
  const stages = new Map(definition?.lifecycles.map(({name, stages}) => [name, stages]));
  const properties = propertiesOf(entity).map((property) => {
    const list = fields.find(({name}) => name === property.name)?.list;
    const ofStages = stages.get(property.name);
    const choices = ofStages ?? definition?.lists.find(({name}) => name === list)?.choices;
    const retired = ofStages?.filter(({hidden}) => hidden).map(({name}) => name);
    return choices ? {...property, titles: titled(choices), retired} : property;
  });
  const lifecycles = lifecyclesOf(properties).map((lifecycle) => ({
    ...lifecycle,
    hues: Object.fromEntries(
      (stages.get(lifecycle.name) ?? []).map(({name, colour}) => [name, colour]),
    ),
  }));
  return {properties, lifecycles};
}
