// Conditions as the pack writes them, with the values that they saw.
import css from './account.module.css';
import type {Reason} from './story.ts';

export function Conditions({reasons}: {reasons: Reason[]}) {
  if (reasons.length === 0) return null;
  return (
    <ul className={css.conditions}>
      {reasons.map(({condition, holds, values}) => (
        <li key={condition} dir="ltr">
          <code>{condition}</code>
          {Object.entries(values).map(([name, value]) => (
            <code key={name} className={holds ? css.holds : css.fails}>
              {name} = {String(value)}
            </code>
          ))}
        </li>
      ))}
    </ul>
  );
}
