// Enquiries: what came from outside, and into what it is converted.
import {Suspense, useState} from 'react';
import {useRights} from '@/api/definition.ts';
import {useProperties} from '@/api/properties.ts';
import {lazy} from '@/app/lazy.ts';
import {Page} from '@/app/shell.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {ListTools} from '@/lists/later.tsx';
import {RecordGrid} from '@/lists/record_grid.tsx';
import {askedOf, useList} from '@/lists/use_list.ts';
import {usePlace} from '@/router/router.tsx';
import {type ListView, urls} from '@/router/urls.ts';
import {LinkButton} from '@/ui/button.tsx';
import {EmptyState} from '@/ui/states.tsx';

const Enquiry = lazy(() => import('@/enquiries/enquiry_drawer.tsx'));

export default function Enquiries({workspace}: {workspace: string}) {
  const t = useText();
  const formats = useFormats();
  const {search, go} = usePlace();
  const about = useProperties('enquiry');
  const mayForm = useRights('form').change;
  const {view, asked: wanted} = askedOf(search, {columns, sort: 'received_at desc'});
  const asked = {...wanted, only: 'archived ne true'};
  const [filtering, setFiltering] = useState(asked.filter !== '');
  const list = useList('enquiries', asked, about.isSuccess);
  const opened = search.get('enquiry');
  const onView = (next: ListView) => go(urls.enquiries(workspace, next), {replace: true});
  const onShow = (change: ListView) => onView({...view, ...change});

  return (
    <Page
      title={t('web.enquiries')}
      count={list.count === undefined ? undefined : formats.number(list.count)}
      fills
      actions={
        <ListTools
          set="enquiries"
          title={t('web.enquiries')}
          search={t('web.enquiries.search')}
          {...{about, asked, view, onShow, onView, filtering}}
          onFilter={setFiltering}
        >
          {mayForm && (
            <LinkButton href={urls.forms(workspace)} icon="inbox">
              {t('web.forms')}
            </LinkButton>
          )}
        </ListTools>
      }
    >
      <RecordGrid
        label={t('web.enquiries')}
        {...{about, asked, list, onShow, filtering}}
        onOpen={(key) => go(urls.enquiries(workspace, {...view, enquiry: key}))}
        empty={
          <EmptyState
            icon="inbox"
            title={t('web.enquiries.none')}
            actions={
              mayForm && (
                <LinkButton look="primary" href={urls.forms(workspace)}>
                  {t('web.enquiries.make-form')}
                </LinkButton>
              )
            }
          >
            {t('web.enquiries.none.what')}
          </EmptyState>
        }
      />
      {opened && (
        <Suspense>
          <Enquiry
            key={opened}
            workspace={workspace}
            enquiry={opened}
            onClose={() => onShow({enquiry: undefined})}
          />
        </Suspense>
      )}
    </Page>
  );
}

const columns = ['name', 'subject', 'channel', 'email', 'phone', 'received_at', 'converted_at'];
