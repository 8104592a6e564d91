// One of all accounts: the server finds them by what is typed.
import {useQuery} from '@tanstack/react-query';
import {useEffect, useState} from 'react';
import {useTenure} from '@/api/workspace.tsx';
import {ComboBox} from '@/ui/combo_box.tsx';

interface AccountPickerProps {
  label: string;
  help?: string;
  isRequired?: boolean;
  value: string | null;
  onChange: (key: string | null) => void;
}

export function AccountPicker({value, onChange, ...around}: AccountPickerProps) {
  const tenure = useTenure();
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSearch(typed.trim()), 150);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useQuery({
    queryKey: ['accounts', tenure.base, 'picker', search],
    queryFn: ({signal}) =>
      tenure.accounts.list(
        {
          select: ['key', 'name', 'email', 'phone'],
          search: search ? `"${search.replaceAll('"', ' ')}"` : undefined,
          filter: 'archived ne true',
          orderby: ['name', 'key'],
          top: 20,
        },
        {signal},
      ),
    placeholderData: (before) => before,
  });
  const choices = (found.data?.rows ?? []).map((row) => ({
    id: row.key,
    label: row.name ?? row.key,
    help: [row.key, row.email, row.phone].filter(Boolean).join(' · '),
  }));
  return (
    <ComboBox
      {...around}
      choices={choices}
      items={choices}
      value={value}
      onInputChange={setTyped}
      onChange={(key) => onChange(key === null ? null : String(key))}
    />
  );
}
