// What a role may do with every record, and with every field of one: ticked or not, as the program has
// it or as it was set here.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {type RoleEntry, type RoleField, roles} from '@/api/people.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Checkbox} from '@/ui/field.tsx';
import {Select} from '@/ui/select.tsx';
import {Skeleton} from '@/ui/states.tsx';
import {Named, Table} from '@/ui/table.tsx';
import {toast} from '@/ui/toast.tsx';
import css from './people.module.css';

export function RolesTable({workspace, entries}: {workspace: string; entries: RoleEntry[]}) {
  const t = useText();
  const queries = useQueryClient();
  const [role, setRole] = useState<string>('rep');
  const [record, setRecord] = useState('account');
  const key = ['people', workspace, 'role', role, t.language];
  const records = useQuery({queryKey: key, queryFn: () => roles.show(workspace, role)});
  const permit = useMutation({
    mutationFn: ({field, said}: {field: string; said: RoleField['set']}) =>
      roles.permit(workspace, role, {record, field, ...said}),
    onError: (error) => toast.error(error.message || t('web.no-answer')),
    onSettled: () => queries.invalidateQueries({queryKey: key}),
  });
  if (records.error) return <Failed error={records.error} onRetry={records.refetch} />;
  if (!records.data) return <Skeleton lines={10} />;
  const shown = records.data.find((entry) => entry.record === record) ?? records.data[0];
  const set = (field: RoleField, said: Partial<RoleField['set']>) =>
    permit.mutate({field: field.field, said: {...field.set, ...said}});
  // What was ticked is shown at once, not when the server has answered.
  const shownOf = (field: RoleField, right: 'read' | 'write') =>
    (permit.isPending && permit.variables.field === field.field
      ? permit.variables.said[right]
      : null) ?? field[right];
  const isOwner = role === 'owner';

  return (
    <div className={css.stack}>
      <div className={css.choose}>
        <Select
          label={t('web.users.role')}
          choices={entries.map((entry) => ({
            id: entry.role,
            label: entry.title,
            help: entry.about,
          }))}
          value={role}
          onChange={(chosen) => setRole(String(chosen))}
        />
        <Select
          label={t('web.roles.record')}
          choices={records.data.map((entry) => ({id: entry.record, label: entry.title}))}
          value={shown?.record ?? null}
          onChange={(chosen) => setRecord(String(chosen))}
        />
      </div>
      {shown && (
        <>
          <p>
            {(['read', 'create', 'change', 'remove'] as const)
              .filter((right) => shown[right])
              .map((right) => t(`web.roles.may.${right}`))
              .join(' · ') || t('web.roles.may-nothing')}
          </p>
          <Table
            label={t('web.roles.fields')}
            columns={[
              {id: 'field', title: t('web.filter.field')},
              {id: 'read', title: t('web.roles.read')},
              {id: 'write', title: t('web.roles.write')},
              {id: 'back', title: t('web.roles.back'), end: true, hidden: true},
            ]}
            rows={shown.fields.map((field) => {
              const name = {field: field.title || field.field};
              const isSet = field.set.read !== null || field.set.write !== null;
              return {
                id: field.field,
                cells: [
                  <Named key="field" name={name.field} note={field.field} />,
                  <Checkbox
                    key="read"
                    aria-label={t('web.roles.read-field', name)}
                    isSelected={shownOf(field, 'read')}
                    isDisabled={isOwner || !shown.read}
                    onChange={(read) => set(field, {read})}
                  />,
                  <Checkbox
                    key="write"
                    aria-label={t('web.roles.write-field', name)}
                    isSelected={shownOf(field, 'write')}
                    isDisabled={isOwner || !shown.change || !field.read}
                    onChange={(write) => set(field, {write})}
                  />,
                  isSet ? (
                    <Button
                      key="back"
                      small
                      look="quiet"
                      icon="undo"
                      onPress={() => set(field, {read: null, write: null})}
                    >
                      {t('web.roles.back')}
                    </Button>
                  ) : null,
                ],
              };
            })}
          />
        </>
      )}
    </div>
  );
}
