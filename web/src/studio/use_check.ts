// Asks the server what is wrong with the draft, a moment after the last letter.
import {useQuery} from '@tanstack/react-query';
import {useEffect, useState} from 'react';
import {definitions, type Fault} from '@/api/definitions.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useText} from '@/i18n/language.tsx';
import {argumentsOf, changesIn, type Draft} from './draft.ts';

export interface Check {
  isChecking: boolean;
  isSound: boolean;
  faults: Fault[];
  error: Error | null;
}

export function useCheck(draft: Draft): Check {
  const tenure = useTenure();
  const {language} = useText();
  const [settled, setSettled] = useState(draft);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), 400);
    return () => clearTimeout(timer);
  }, [draft]);
  const checked = useQuery({
    queryKey: ['check', tenure.base, language, settled],
    enabled: changesIn(settled) > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => definitions.check(tenure, argumentsOf(settled)),
    placeholderData: (before) => before,
  });
  const isChanged = changesIn(draft) > 0;
  return {
    isChecking: isChanged && (settled !== draft || checked.isFetching),
    isSound: !isChanged || checked.data?.sound === true,
    faults: isChanged ? (checked.data?.faults ?? []) : [],
    error: isChanged ? checked.error : null,
  };
}
