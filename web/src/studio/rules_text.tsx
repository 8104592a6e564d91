// The files of the definition, to be read and changed; while one writes, the server checks.
import {useState} from 'react';
import type {Definition} from '@/api/definition.ts';
import {useText} from '@/i18n/language.tsx';
import {Select} from '@/ui/select.tsx';
import {CodeEditor} from './code_editor.tsx';
import {type Draft, withFile} from './draft.ts';
import {Faults} from './faults.tsx';
import css from './studio.module.css';
import type {Check} from './use_check.ts';

interface RulesTextProps {
  definition: Definition;
  draft: Draft;
  check: Check;
  onChange: (draft: Draft) => void;
}

export function RulesText({definition, draft, check, onChange}: RulesTextProps) {
  const t = useText();
  const files = definition.files ?? [];
  const [path, setPath] = useState(
    files.find((file) => file.path.endsWith('lifecycle.yaml'))?.path ?? files[0]?.path ?? '',
  );
  const [line, setLine] = useState<{line: number} | null>(null);
  const text = draft.files[path] ?? files.find((file) => file.path === path)?.text ?? '';
  return (
    <div className={css.text}>
      <div className={css.editor}>
        <Select
          label={t('web.studio.file')}
          choices={files.map((file) => ({
            id: file.path,
            label: file.path,
            help: draft.files[file.path] === undefined ? undefined : t('web.studio.is-changed'),
          }))}
          value={path}
          onChange={(chosen) => setPath(String(chosen))}
        />
        <CodeEditor
          key={path}
          label={path}
          text={text}
          at={line}
          faults={check.faults.filter((fault) => fault.file.endsWith(path))}
          onChange={(next) => onChange(withFile(draft, definition, path, next))}
        />
      </div>
      <Faults
        check={check}
        onGo={(fault) => {
          const file = files.find((entry) => entry.path.endsWith(fault.file));
          if (file) setPath(file.path);
          setLine({line: fault.line});
        }}
      />
    </div>
  );
}
