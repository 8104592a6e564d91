// Names and values, one under the other.
import type {ReactNode} from 'react';
import css from './details.module.css';

export interface Detail {
  label: string;
  value: ReactNode;
}

export function Details({entries}: {entries: Detail[]}) {
  return (
    <dl className={css.details}>
      {entries
        .filter(({value}) => value !== null && value !== undefined && value !== '')
        .map(({label, value}) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
    </dl>
  );
}
