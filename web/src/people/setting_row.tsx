// One setting: what it is, what it is set to, and the way back to what holds by itself.
import {useState} from 'react';
import type {Setting} from '@/api/people.ts';
import {languageNames, type Text, useText} from '@/i18n/language.tsx';
import type {Language} from '@/i18n/message.ts';
import {Button} from '@/ui/button.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {Select} from '@/ui/select.tsx';
import css from './people.module.css';

interface SettingRowProps {
  setting: Setting;
  error: string | null;
  onChange: (value: Setting['value'] | null) => void;
}

export function SettingRow({setting, error, onChange}: SettingRowProps) {
  const t = useText();
  return (
    <div className={css.setting}>
      <span dir="auto">
        {setting.title}
        {!setting.is_default && (
          <small>
            <Button small look="quiet" icon="undo" onPress={() => onChange(null)}>
              {t('web.settings.back', {value: choiceName(t, String(setting.fallback))})}
            </Button>
          </small>
        )}
      </span>
      <SettingField setting={setting} error={error} onChange={onChange} />
    </div>
  );
}

const schedules = ['off', 'daily', 'weekly', 'monthly'] as const;

function choiceName(t: Text, value: string) {
  const schedule = schedules.find((name) => name === value);
  return schedule ? t(`web.settings.${schedule}`) : (languageNames[value as Language] ?? value);
}

function SettingField({setting, error, onChange}: SettingRowProps) {
  const t = useText();
  const [text, setText] = useState(String(setting.value));
  const label = setting.title;
  switch (setting.kind) {
    case 'flag':
      return (
        <Switch aria-label={label} isSelected={setting.value === true} onChange={onChange}>
          {setting.value === true ? t('web.yes') : t('web.no')}
        </Switch>
      );
    case 'choice':
      return (
        <Select
          label={label}
          choices={(setting.choices ?? []).map((id) => ({
            id,
            label: choiceName(t, id),
          }))}
          value={String(setting.value)}
          onChange={(value) => onChange(String(value))}
        />
      );
    default: {
      const isNumber = setting.kind === 'number';
      const fits = !isNumber || /^\d+$/.test(text);
      return (
        <TextField
          label={label}
          value={text}
          inputMode={isNumber ? 'numeric' : undefined}
          help={
            isNumber && setting.most !== undefined
              ? t('web.settings.between', {least: setting.least ?? 0, most: setting.most})
              : undefined
          }
          error={fits ? error : t('web.not-a-number')}
          onChange={setText}
          onBlur={() => {
            if (!fits || text === String(setting.value)) return;
            onChange(isNumber ? Number(text) : text);
          }}
        />
      );
    }
  }
}
