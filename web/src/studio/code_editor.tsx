// Text with numbered lines; those with a fault are marked. A plain field of the browser: undo, find and
// screen readers work as everywhere.
import {useEffect, useRef} from 'react';
import type {Fault} from '@/api/definitions.ts';
import css from './studio.module.css';

interface CodeEditorProps {
  label: string;
  text: string;
  faults: Fault[];
  at: {line: number} | null; // where to go; another object goes there again
  onChange: (text: string) => void;
}

export function CodeEditor({label, text, faults, at, onChange}: CodeEditorProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const lines = text.split('\n');
  const marked = new Map(faults.map((fault) => [fault.line, fault.severity]));
  useEffect(() => {
    if (!at || !field.current) return;
    const before = field.current.value.split('\n').slice(0, at.line - 1);
    const start = before.reduce((sum, line) => sum + line.length + 1, 0);
    const end = field.current.value.indexOf('\n', start);
    field.current.focus();
    field.current.setSelectionRange(start, end < 0 ? field.current.value.length : end);
    const box = field.current.closest('section');
    box?.scrollTo({top: Math.max(0, (at.line - 6) * 20)});
  }, [at]);
  return (
    <section className={css.code_box} dir="ltr" aria-label={label}>
      <div className={css.numbers} aria-hidden="true">
        {lines.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <span key={index} data-fault={marked.get(index + 1)}>
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        ref={field}
        className={css.area}
        aria-label={label}
        aria-invalid={faults.some((fault) => fault.severity === 'error')}
        spellCheck={false}
        wrap="off"
        rows={lines.length + 1}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </section>
  );
}
