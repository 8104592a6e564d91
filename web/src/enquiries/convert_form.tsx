// Into a contact, an opportunity, a case or all of them: what is made already cannot be made again.
import type {Row} from '@client/index.ts';
import {useState} from 'react';
import {useText} from '@/i18n/language.tsx';
import {AccountPicker} from '@/lists/account_picker.tsx';
import {Button} from '@/ui/button.tsx';
import {Checkbox, TextField} from '@/ui/field.tsx';
import {Refusal} from '@/ui/refusal.tsx';

export interface Conversion {
  contact: boolean;
  opportunity: boolean;
  case: boolean;
  account?: string;
  amount?: string;
  confirm?: boolean;
}

interface ConvertFormProps {
  enquiry: Row<'enquiry'>;
  error: Error | null;
  isPending: boolean;
  onConvert: (conversion: Conversion) => void;
}

export function ConvertForm({enquiry, error, isPending, onConvert}: ConvertFormProps) {
  const t = useText();
  const [into, setInto] = useState({contact: false, opportunity: false, case: false});
  const [account, setAccount] = useState<string | null>(null);
  const [amount, setAmount] = useState('');
  const targets = (['contact', 'opportunity', 'case'] as const).filter(
    (target) => !enquiry[target],
  );
  if (targets.length === 0) return null;
  const chosen = targets.filter((target) => into[target]);
  const wellFormed = /^(\d+(\.\d+)?)?$/.test(amount);
  return (
    <>
      <fieldset>
        <legend>{t('web.enquiry.into')}</legend>
        {targets.map((target) => (
          <Checkbox
            key={target}
            isSelected={into[target]}
            onChange={(on) => setInto({...into, [target]: on})}
          >
            {t(`web.enquiry.into.${target}`)}
          </Checkbox>
        ))}
      </fieldset>
      {!enquiry.account && (
        <AccountPicker
          label={t('web.enquiry.whose')}
          help={t('web.enquiry.whose.help')}
          value={account}
          onChange={setAccount}
        />
      )}
      {into.opportunity && (
        <TextField
          label={t('web.enquiry.amount')}
          inputMode="decimal"
          value={amount}
          onChange={setAmount}
          error={wellFormed ? null : t('web.not-a-number')}
        />
      )}
      <Refusal error={error} />
      <Button
        look="primary"
        isDisabled={chosen.length === 0 || !wellFormed}
        isPending={isPending}
        onPress={() =>
          onConvert({
            ...into,
            account: account ?? undefined,
            amount: into.opportunity && amount ? amount : undefined,
          })
        }
      >
        {t('web.enquiry.convert')}
      </Button>
    </>
  );
}
