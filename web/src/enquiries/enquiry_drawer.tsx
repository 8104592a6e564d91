// One enquiry beside the list: what was asked, whose it is, and into what it is converted.
import {TenureError} from '@client/error.ts';
import {useMutation, useQuery, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';
import {accountsChanged} from '@/api/again.ts';
import {useMay} from '@/api/metadata.ts';
import {useTenure} from '@/api/workspace.tsx';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {urls} from '@/router/urls.ts';
import {Button, LinkButton} from '@/ui/button.tsx';
import {Details} from '@/ui/details.tsx';
import {Drawer} from '@/ui/dialog.tsx';
import {Failed} from '@/ui/failed.tsx';
import {Callout, Skeleton} from '@/ui/states.tsx';
import {toast} from '@/ui/toast.tsx';
import {type Conversion, ConvertForm} from './convert_form.tsx';

interface EnquiryDrawerProps {
  workspace: string;
  enquiry: string;
  onClose: () => void;
}

export default function EnquiryDrawer({workspace, enquiry, onClose}: EnquiryDrawerProps) {
  const t = useText();
  const tenure = useTenure();
  const formats = useFormats();
  const queries = useQueryClient();
  const may = useMay();
  const [confirming, setConfirming] = useState<Conversion | null>(null);
  const found = useQuery({
    queryKey: ['enquiries', tenure.base, 'one', enquiry],
    queryFn: ({signal}) => tenure.enquiries.get(enquiry, undefined, signal),
  });
  const convert = useMutation({
    mutationFn: (conversion: Conversion) =>
      tenure.enquiries.act(enquiry, 'convert', {...conversion}),
    onSuccess: () => toast.done(t('web.enquiry.converted')),
    onError: (error, conversion) => {
      const codes = error instanceof TenureError ? error.reasons.map((r) => r.code) : [];
      if (codes.includes('possible-duplicate')) setConfirming({...conversion, confirm: true});
    },
    onSettled: () => {
      queries.invalidateQueries({queryKey: ['enquiries']});
      accountsChanged(queries);
    },
  });
  const row = found.data;

  return (
    <Drawer
      title={row?.subject || row?.name || t('web.enquiry')}
      isOpen
      onOpenChange={(open) => open || onClose()}
    >
      {found.error && <Failed error={found.error} onRetry={found.refetch} />}
      {found.isPending && <Skeleton lines={6} />}
      {row && (
        <>
          <Details
            entries={[
              {label: t('web.name'), value: row.name},
              {
                label: t('web.email'),
                value: row.email && <a href={`mailto:${row.email}`}>{row.email}</a>,
              },
              {
                label: t('web.phone'),
                value: row.phone && <a href={`tel:${row.phone}`}>{row.phone}</a>,
              },
              {label: t('web.enquiry.subject'), value: row.subject},
              {label: t('web.enquiry.channel'), value: row.channel},
              {label: t('web.enquiry.received'), value: formats.instant(row.received_at)},
              {label: t('web.enquiry.note'), value: row.note},
            ]}
          />
          {row.account && (
            <LinkButton icon="accounts" href={urls.account(workspace, row.account)}>
              {t('web.enquiry.account', {account: row.account})}
            </LinkButton>
          )}
          <Details
            entries={[
              {label: t('web.enquiry.contact'), value: row.contact},
              {label: t('web.enquiry.opportunity'), value: row.opportunity},
              {label: t('web.enquiry.case'), value: row.case},
            ]}
          />
          {row.converted_at && (
            <Callout tone="success">
              {t('web.enquiry.converted-at', {when: formats.instant(row.converted_at)})}
            </Callout>
          )}
          {may('enquiry.convert') && (
            <ConvertForm
              key={row.version}
              enquiry={row}
              error={convert.error}
              isPending={convert.isPending}
              onConvert={(conversion) => convert.mutate(conversion)}
            />
          )}
          {confirming && convert.error && (
            <Button
              look="danger"
              onPress={() => {
                convert.mutate(confirming);
                setConfirming(null);
              }}
            >
              {t('web.enquiry.no-duplicate')}
            </Button>
          )}
        </>
      )}
    </Drawer>
  );
}
