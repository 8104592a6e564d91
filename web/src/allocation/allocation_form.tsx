// What is done with those on the list: who gets them, for what, and whether their status begins anew.
import {useState} from 'react';
import {useFormats} from '@/i18n/formats.ts';
import {useText} from '@/i18n/language.tsx';
import {UserPicker} from '@/lists/user_picker.tsx';
import {Button} from '@/ui/button.tsx';
import {Confirm} from '@/ui/dialog.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';
import css from './allocation.module.css';

export interface Allocation {
  reset: boolean;
  owner: string | null;
  campaign: string | null;
}

interface AllocationFormProps {
  count?: number; // on the list; nobody knows yet
  off: number; // taken off it
  error: Error | null;
  isPending: boolean;
  onAllocate: (allocation: Allocation) => void;
}

export function AllocationForm(props: AllocationFormProps) {
  const {count, off, error, isPending, onAllocate} = props;
  const t = useText();
  const formats = useFormats();
  const [owner, setOwner] = useState<string | null>(null);
  const [campaign, setCampaign] = useState('');
  const [reset, setReset] = useState(true);
  const [asking, setAsking] = useState(false);
  return (
    <section className={css.side} aria-label={t('web.allocation.what')}>
      <p className={css.count}>
        {count !== undefined && <strong>{t('web.allocation.on-list', {count})}</strong>}
        {off > 0 && <small>{t('web.allocation.off-list', {count: off})}</small>}
      </p>
      <UserPicker
        label={t('web.allocation.owner')}
        help={t('web.allocation.owner.help')}
        value={owner}
        onChange={setOwner}
      />
      <TextField label={t('web.allocation.campaign')} value={campaign} onChange={setCampaign} />
      <Switch isSelected={reset} onChange={setReset}>
        {t('web.allocation.reset')}
      </Switch>
      <p className={css.note}>
        {reset ? t('web.allocation.reset.on') : t('web.allocation.reset.off')}
      </p>
      <Refusal error={error} />
      <Button
        look="primary"
        isDisabled={!count}
        isPending={isPending}
        onPress={() => setAsking(true)}
      >
        {t('web.allocation.do', {count: formats.number(count ?? 0)})}
      </Button>
      <Confirm
        title={t('web.allocation.sure', {count: count ?? 0})}
        action={t('web.allocation.do', {count: formats.number(count ?? 0)})}
        isOpen={asking}
        onOpenChange={setAsking}
        onConfirm={() => onAllocate({reset, owner, campaign: campaign || null})}
      >
        <p>{reset ? t('web.allocation.reset.on') : t('web.allocation.reset.off')}</p>
      </Confirm>
    </section>
  );
}
