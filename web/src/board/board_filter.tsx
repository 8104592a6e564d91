// The condition of the board; only who filters asks what fields there are.
import {useAccountProperties} from '@/api/properties.ts';
import {filterFields} from '@/lists/fields.ts';
import {FilterBuilder} from '@/ui/filter_builder.tsx';
import {Skeleton} from '@/ui/states.tsx';

interface BoardFilterProps {
  text: string;
  onChange: (text: string) => void;
}

export default function BoardFilter({text, onChange}: BoardFilterProps) {
  const fields = useAccountProperties();
  if (!fields.data) return <Skeleton lines={1} />;
  return (
    <FilterBuilder fields={filterFields(fields.data.properties)} text={text} onChange={onChange} />
  );
}
