// What an administrator can set without touching a rule: within its limits, back to its default.
import {type Parameter, useTitle} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import {Button} from '@/ui/button.tsx';
import {Switch, TextField} from '@/ui/field.tsx';
import {type Draft, faultOf, withParameter} from './draft.ts';
import css from './studio.module.css';

interface ParametersProps {
  parameters: Parameter[];
  draft: Draft;
  onChange: (draft: Draft) => void;
}

export function Parameters({parameters, draft, onChange}: ParametersProps) {
  const t = useText();
  const say = useTitle();
  return (
    <div className={css.parameters}>
      {parameters.map((parameter) => {
        const value = draft.parameters[parameter.name] ?? String(parameter.value ?? '');
        const title = say(parameter.title, parameter.name);
        const set = (next: string) => onChange(withParameter(draft, parameter, next));
        const isDefault = value === String(parameter.default ?? '');
        const limits =
          parameter.min !== null && parameter.max !== null
            ? t('web.settings.between', {least: parameter.min, most: parameter.max})
            : parameter.min !== null
              ? t('web.studio.at-least', {least: parameter.min})
              : undefined;
        return (
          <div key={parameter.name} className={css.parameter}>
            {parameter.type === 'bool' ? (
              <Switch isSelected={value === 'true'} onChange={(on) => set(on ? 'true' : 'false')}>
                <span dir="auto">{title}</span>
              </Switch>
            ) : (
              <TextField
                label={title}
                value={value}
                onChange={set}
                inputMode={parameter.type === 'int' ? 'numeric' : undefined}
                help={limits}
                error={
                  faultOf(parameter, value) === 'type'
                    ? t('web.not-a-number')
                    : faultOf(parameter, value) === 'limits'
                      ? t('web.studio.beyond')
                      : null
                }
              />
            )}
            <span className={css.side}>
              <code dir="ltr">{parameter.name}</code>
              {!isDefault && (
                <Button
                  small
                  look="quiet"
                  icon="undo"
                  onPress={() => set(String(parameter.default ?? ''))}
                >
                  {t('web.studio.default', {value: String(parameter.default ?? '')})}
                </Button>
              )}
            </span>
          </div>
        );
      })}
    </div>
  );
}
