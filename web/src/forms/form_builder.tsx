// A form: its fields beside what visitors will see, its address and the lines that put it on a site.
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {useTenure} from '@/api/workspace.tsx';
import {looksAfter} from '@/app/session.ts';
import {useSession} from '@/app/session_context.tsx';
import {Page} from '@/app/shell.tsx';
import {useText} from '@/i18n/language.tsx';
import {usePlace} from '@/router/router.tsx';
import {urls} from '@/router/urls.ts';
import {Button, LinkButton} from '@/ui/button.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import {Callout} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import {FieldRows} from './field_rows.tsx';
import {type FormField, type FormRow, fieldsOf} from './form.ts';
import {FormPreview} from './form_preview.tsx';
import css from './forms.module.css';
import {Snippet} from './snippet.tsx';

export default function FormBuilder({workspace, form}: {workspace: string; form?: FormRow}) {
  const t = useText();
  const tenure = useTenure();
  const queries = useQueryClient();
  const {go} = usePlace();
  const isMine = looksAfter(useSession(), form?.owner);
  const [draft, setDraft] = useState(() => ({
    title: form?.title ?? '',
    fields: form ? fieldsOf(form.fields) : first,
    channel: form?.channel ?? 'web',
    thanks: form?.thanks ?? '',
    redirect: form?.redirect ?? '',
    active: form?.active ?? true,
  }));
  const change = (part: Partial<typeof draft>) => setDraft({...draft, ...part});
  const again = () => queries.invalidateQueries({queryKey: ['forms']});
  const save = useMutation({
    mutationFn: () => {
      const values = {
        ...draft,
        fields: JSON.stringify(draft.fields),
        thanks: draft.thanks || null,
        redirect: draft.redirect || null,
      };
      return form
        ? tenure.forms.update(form.key, values, form['@odata.etag'] ?? '')
        : tenure.forms.create(values);
    },
    onSuccess: async (saved) => {
      toast.done(t('web.forms.saved'));
      await again();
      go(urls.forms(workspace, saved.key), {replace: true});
    },
  });
  const remove = useMutation({
    mutationFn: (row: FormRow) => tenure.forms.remove(row.key, row['@odata.etag'] ?? ''),
    onSuccess: async () => {
      toast.done(t('web.forms.removed'));
      go(urls.forms(workspace), {replace: true});
      await again();
    },
  });

  return (
    <Page
      title={draft.title || t('web.forms.new')}
      actions={
        <>
          <LinkButton href={urls.forms(workspace)} icon="back">
            {t('web.forms')}
          </LinkButton>
          {form && isMine && (
            <Button icon="pool" isPending={remove.isPending} onPress={() => remove.mutate(form)}>
              {t('web.delete')}
            </Button>
          )}
          {isMine && (
            <Button
              look="primary"
              isPending={save.isPending}
              isDisabled={draft.title.trim() === '' || draft.fields.length === 0}
              onPress={() => save.mutate()}
            >
              {t('web.save')}
            </Button>
          )}
        </>
      }
    >
      <Refusal error={save.error ?? remove.error} />
      {!isMine && <Callout>{t('web.forms.others', {owner: form?.owner ?? ''})}</Callout>}
      <div className={css.builder}>
        {isMine && (
          <section className={css.side} aria-label={t('web.forms.asked')}>
            <TextField
              label={t('web.forms.title')}
              value={draft.title}
              onChange={(title) => change({title})}
              isRequired
            />
            <FieldRows fields={draft.fields} onChange={(fields) => change({fields})} />
            <TextField
              label={t('web.forms.channel')}
              help={t('web.forms.channel.help')}
              value={draft.channel}
              onChange={(channel) => change({channel})}
            />
            <TextField
              label={t('web.forms.thanks')}
              value={draft.thanks}
              onChange={(thanks) => change({thanks})}
              rows={2}
            />
            <TextField
              label={t('web.forms.redirect')}
              help={t('web.forms.redirect.help')}
              type="url"
              value={draft.redirect}
              onChange={(redirect) => change({redirect})}
            />
            <Switch isSelected={draft.active} onChange={(active) => change({active})}>
              {t('web.forms.is-open')}
            </Switch>
          </section>
        )}
        <section className={css.side} aria-label={t('web.forms.preview')}>
          <FormPreview title={draft.title} fields={draft.fields} />
          {form ? (
            <Snippet workspace={workspace} form={form} fields={draft.fields.length} />
          ) : (
            <p className={css.note}>{t('web.forms.snippet-after')}</p>
          )}
        </section>
      </div>
    </Page>
  );
}

const field = (name: FormField['name'], en: string, he: string, required = false): FormField => ({
  name,
  title: {en, he},
  required,
});
// What nearly every form asks; the titles are the visitor's language's, whoever makes the form.
const first = [
  field('name', 'Name', 'שם', true),
  field('email', 'E-mail', 'דוא״ל'),
  field('phone', 'Telephone', 'טלפון'),
  field('note', 'How can we help?', 'איך נוכל לעזור?'),
];
