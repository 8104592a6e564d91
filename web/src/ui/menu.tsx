import type {ReactNode} from 'react';
import {Header} from 'react-aria-components/Header';
import {Keyboard} from 'react-aria-components/Keyboard';
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection,
  MenuTrigger,
} from 'react-aria-components/Menu';
import {Popover, type PopoverProps} from 'react-aria-components/Popover';
import {Icon, type IconName} from './icon.tsx';
import css from './menu.module.css';
import select from './select.module.css';

export interface MenuEntry {
  id: string;
  label: string;
  icon?: IconName;
  keys?: string;
  help?: string;
  href?: string;
  checked?: boolean;
  danger?: boolean;
  disabled?: boolean;
  absent?: boolean; // is not the reader's to do
}
export interface MenuGroup {
  title?: string;
  entries: MenuEntry[];
}

interface MenuProps {
  label: string;
  trigger: ReactNode; // the button that opens it
  groups: MenuGroup[];
  onAction?: (id: string) => void;
  placement?: PopoverProps['placement'];
}

export function Menu({label, trigger, groups, onAction, placement}: MenuProps) {
  const shown = groups
    .map((group) => ({...group, entries: group.entries.filter((entry) => !entry.absent)}))
    .filter((group) => group.entries.length > 0);
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={select.popover} offset={4} placement={placement ?? 'bottom start'}>
        <AriaMenu
          aria-label={label}
          className={select.list}
          onAction={(key) => onAction?.(String(key))}
          disabledKeys={shown.flatMap((g) => g.entries.filter((e) => e.disabled).map((e) => e.id))}
        >
          {shown.map((group, index) => (
            <MenuSection
              key={group.title ?? index}
              aria-label={group.title ?? label}
              className={css.section}
            >
              {group.title && <Header className={css.title}>{group.title}</Header>}
              {group.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </MenuSection>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

function Entry({entry}: {entry: MenuEntry}) {
  return (
    <AriaMenuItem
      id={entry.id}
      href={entry.href}
      textValue={entry.label}
      className={`${select.item} ${entry.danger ? css.danger : ''}`}
    >
      {entry.icon && <Icon name={entry.icon} />}
      <span className={select.words} dir="auto">
        {entry.label}
        {entry.help && <small className={select.help}>{entry.help}</small>}
      </span>
      {entry.keys && <Keyboard className={css.keys}>{entry.keys}</Keyboard>}
      {entry.checked && <Icon name="check" />}
    </AriaMenuItem>
  );
}
