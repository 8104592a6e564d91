// What the workspace has set. A change holds at once; the audit says who made it.
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {type Setting, settings} from '@/api/people.ts';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import css from '@/people/people.module.css';
import {SettingRow} from '@/people/setting_row.tsx';
import {Details} from '@/ui/details.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Skeleton} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';

export default function Settings({workspace}: {workspace: string}) {
  const t = useText();
  const queries = useQueryClient();
  const key = ['people', workspace, 'settings', t.language];
  const all = useQuery({queryKey: key, queryFn: () => settings.list(workspace)});
  const change = useMutation({
    mutationFn: ({setting, value}: {setting: Setting; value: Setting['value'] | null}) =>
      settings.change(workspace, setting, value),
    onSuccess: () => toast.done(t('web.settings.saved')),
    onSettled: () => queries.invalidateQueries({queryKey: key}),
  });
  const wrong = change.error ? change.variables.setting.setting : '';
  return (
    <Page title={t('web.settings')}>
      {all.error && <Failed error={all.error} onRetry={all.refetch} />}
      {all.isPending && <Skeleton lines={10} />}
      {all.data && (
        <>
          <Details
            entries={[
              {label: t('web.settings.pack'), value: all.data.pack},
              {label: t('web.settings.time-zone'), value: all.data.time_zone},
            ]}
          />
          <div className={css.settings}>
            {all.data.settings.map((setting) => (
              <SettingRow
                key={`${setting.setting} ${setting.version}`}
                setting={setting}
                error={setting.setting === wrong ? (change.error?.message ?? null) : null}
                onChange={(value) => change.mutate({setting, value})}
              />
            ))}
          </div>
        </>
      )}
    </Page>
  );
}
