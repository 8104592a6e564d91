import {Link} from 'react-aria-components/Link';
import {administers} from '@/app/session.ts';
import {useSession} from '@/app/session_context.tsx';
import {useText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {CopyButton} from '@/ui/copy_button.tsx';
import {TextField} from '@/ui/field.tsx';
import {type FormRow, snippetOf} from './form.ts';

interface SnippetProps {
  workspace: string;
  form: FormRow;
  fields: number;
}

// Where the form is, and the lines for a site of one's own.
export function Snippet({workspace, form, fields}: SnippetProps) {
  const t = useText();
  const {role} = useSession();
  const address = new URL(urls.publicForm(workspace, form.key), location.origin).href;
  const text = snippetOf(address, form.title, fields);
  return (
    <>
      <p>
        {t('web.forms.address')}{' '}
        <a href={address} target="_blank" rel="noreferrer" dir="ltr">
          {address}
        </a>
      </p>
      <p>
        {t('web.forms.sites')}{' '}
        {administers(role) && <Link href={urls.settings(workspace)}>{t('web.settings')}</Link>}
      </p>
      <TextField label={t('web.forms.snippet')} value={text} rows={4} code isReadOnly />
      <div>
        <CopyButton text={text} />
      </div>
    </>
  );
}
