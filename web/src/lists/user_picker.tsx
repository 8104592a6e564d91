// Somebody of the workspace.
import {useQuery} from '@tanstack/react-query';
import {useTenure} from '@/api/workspace.tsx';
import {ComboBox} from '@/ui/combo_box.tsx';

interface UserPickerProps {
  label: string;
  help?: string;
  isRequired?: boolean;
  value: string | null;
  onChange: (user: string | null) => void;
}

export function UserPicker({value, onChange, ...around}: UserPickerProps) {
  const tenure = useTenure();
  const users = useQuery({
    queryKey: ['users', tenure.base],
    queryFn: async ({signal}) =>
      (await tenure.users.list({filter: 'active eq true', orderby: ['name', 'key']}, {signal}))
        .rows,
  });
  const choices = (users.data ?? []).map((user) => ({
    id: user.key,
    label: user.name ?? user.key,
    help: user.email ?? undefined,
  }));
  return (
    <ComboBox
      key={choices.length}
      {...around}
      choices={choices}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
    />
  );
}
