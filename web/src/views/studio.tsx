// The lifecycle studio: how stages change hands, as a picture, as parameters, as text; tried before it holds.
import {useState} from 'react';
import {useDefinition, useTitle} from '@/api/definition.ts';
import {PageBefore} from '@/app/page_before.tsx';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {useLeaveGuard, usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {changesIn, type Draft, noDraft} from '@/studio/draft.ts';
import {Parameters} from '@/studio/parameters.tsx';
import {Picture} from '@/studio/picture.tsx';
import {Plan} from '@/studio/plan.tsx';
import {RulesText} from '@/studio/rules_text.tsx';
import {Stories} from '@/studio/stories.tsx';
import css from '@/studio/studio.module.css';
import {useCheck} from '@/studio/use_check.ts';
import {Button} from '@/ui/button.tsx';
import {Select} from '@/ui/select.tsx';
import {Tabs} from '@/ui/tabs.tsx';

export default function Studio({workspace}: {workspace: string}) {
  const t = useText();
  const say = useTitle();
  const {search, go} = usePlace();
  const about = useDefinition();
  const [draft, setDraft] = useState<Draft>(noDraft);
  const check = useCheck(draft);
  const changes = changesIn(draft);
  const definition = about.data;
  const lifecycle =
    definition?.lifecycles.find((entry) => entry.name === search.get('lifecycle')) ??
    definition?.lifecycles[0];
  const at = {
    lifecycle: lifecycle?.name,
    show: search.get('show') ?? 'picture',
    stage: search.get('stage') ?? undefined,
  };
  const show = (change: Partial<typeof at>) =>
    go(urls.studio(workspace, {...at, ...change}), {replace: true});
  useLeaveGuard(changes > 0, t('web.studio.leave'));

  if (!definition || !lifecycle) {
    return <PageBefore title={t('web.studio')} query={about} lines={12} />;
  }
  return (
    <Page
      title={t('web.studio')}
      actions={
        definition.lifecycles.length > 1 && (
          <Select
            aria-label={t('web.studio.lifecycle')}
            label=""
            choices={definition.lifecycles.map((entry) => ({
              id: entry.name,
              label: say(entry.title, entry.name),
            }))}
            value={lifecycle.name}
            onChange={(name) => show({lifecycle: String(name), stage: undefined})}
          />
        )
      }
    >
      {changes > 0 && (
        <section className={css.draft} aria-label={t('web.studio.draft')}>
          <strong role="status">{t('web.studio.changes', {count: changes})}</strong>
          <Button look="quiet" onPress={() => setDraft(noDraft)}>
            {t('web.studio.discard')}
          </Button>
          <Button look="primary" onPress={() => show({show: 'plan'})}>
            {t('web.studio.see-plan')}
          </Button>
        </section>
      )}
      <Tabs
        label={t('web.studio')}
        selected={at.show}
        onSelect={(id) => show({show: id})}
        tabs={[
          {
            id: 'picture',
            label: t('web.studio.picture'),
            content: (
              <Picture
                lifecycle={lifecycle}
                stage={at.stage ?? null}
                onStage={(stage) => show({stage: stage ?? undefined})}
              />
            ),
          },
          {
            id: 'parameters',
            label: t('web.studio.parameters'),
            content: (
              <Parameters parameters={definition.parameters} draft={draft} onChange={setDraft} />
            ),
          },
          {
            id: 'text',
            label: t('web.studio.text'),
            content: <RulesText {...{definition, draft, check}} onChange={setDraft} />,
          },
          {id: 'stories', label: t('web.studio.stories'), content: <Stories draft={draft} />},
          {
            id: 'plan',
            label: t('web.studio.plan'),
            count: changes > 0 ? String(changes) : undefined,
            content: (
              <Plan
                key={JSON.stringify(draft)}
                {...{workspace, definition, draft, check}}
                onApplied={() => setDraft(noDraft)}
              />
            ),
          },
        ]}
      />
    </Page>
  );
}
