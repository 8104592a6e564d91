// Ctrl+K: everything that can be gone to or done from here, by typing a part of its name.
import {useMemo, useState} from 'react';
import {Autocomplete, useFilter} from 'react-aria-components/Autocomplete';
import {Dialog as AriaDialog} from 'react-aria-components/Dialog';
import {Header} from 'react-aria-components/Header';
import {Input} from 'react-aria-components/Input';
import {Keyboard} from 'react-aria-components/Keyboard';
import {Menu, MenuItem, MenuSection} from 'react-aria-components/Menu';
import {Modal, ModalOverlay} from 'react-aria-components/Modal';
import {SearchField} from 'react-aria-components/SearchField';
import {useText} from '@/i18n/language.tsx';
import css from './command_palette.module.css';
import {Icon, type IconName} from './icon.tsx';
import select from './select.module.css';
import {keysOnThisMachine} from './shortcuts.tsx';

export interface Command {
  id: string;
  group: string;
  label: string;
  also?: string; // other words that find it
  icon?: IconName;
  keys?: string;
  run: () => void;
}

interface CommandPaletteProps {
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  commands: Command[];
  onSearch?: (text: string) => void; // what was typed, for commands that the server finds
}

export default function CommandPalette({
  isOpen,
  onOpenChange,
  commands,
  onSearch,
}: CommandPaletteProps) {
  const t = useText();
  const [text, setText] = useState('');
  const {contains} = useFilter({sensitivity: 'base'});
  const groups = useMemo(() => [...Map.groupBy(commands, (command) => command.group)], [commands]);
  const run = (id: string) => {
    onOpenChange(false);
    setText('');
    commands.find((command) => command.id === id)?.run();
  };
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className={css.veil}>
      <Modal className={css.modal}>
        <AriaDialog aria-label={t('web.commands')} className={css.dialog}>
          <Autocomplete
            filter={contains}
            inputValue={text}
            onInputChange={(value) => {
              setText(value);
              onSearch?.(value);
            }}
          >
            <SearchField autoFocus aria-label={t('web.commands')} className={css.search}>
              <Icon name="search" />
              <Input className={css.input} placeholder={t('web.commands-hint')} />
            </SearchField>
            <Menu
              aria-label={t('web.commands')}
              className={css.menu}
              onAction={(key) => run(String(key))}
              renderEmptyState={() => <div className={select.empty}>{t('web.nothing-fits')}</div>}
            >
              {groups.map(([group, entries]) => (
                <MenuSection key={group} aria-label={group}>
                  <Header className={css.group}>{group}</Header>
                  {entries.map((command) => (
                    <MenuItem
                      key={command.id}
                      id={command.id}
                      textValue={`${command.label} ${command.also ?? ''}`}
                      className={select.item}
                    >
                      {command.icon && <Icon name={command.icon} />}
                      <span className={select.words} dir="auto">
                        {command.label}
                      </span>
                      {command.keys && (
                        <Keyboard className={css.keys}>{keysOnThisMachine(command.keys)}</Keyboard>
                      )}
                    </MenuItem>
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
