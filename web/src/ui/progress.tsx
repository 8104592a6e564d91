// How far long work has come.
import {Label} from 'react-aria-components/Label';
import {ProgressBar} from 'react-aria-components/ProgressBar';
import {useFormats} from '@/i18n/formats.ts';
import css from './progress.module.css';

interface ProgressProps {
  label: string;
  done: number;
  total: number; // 0: nobody knows yet
}

export function Progress({label, done, total}: ProgressProps) {
  const formats = useFormats();
  const text =
    total > 0 ? `${formats.number(done)} / ${formats.number(total)}` : formats.number(done);
  return (
    <ProgressBar
      className={css.progress}
      value={done}
      maxValue={total || 1}
      isIndeterminate={total === 0}
      valueLabel={text}
    >
      {({percentage}) => (
        <>
          <span className={css.words}>
            <Label>{label}</Label>
            <span>{text}</span>
          </span>
          <span className={css.track}>
            <span
              className={percentage === undefined ? css.moving : css.fill}
              style={percentage === undefined ? undefined : {inlineSize: `${percentage}%`}}
            />
          </span>
        </>
      )}
    </ProgressBar>
  );
}
