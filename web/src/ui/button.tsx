import type {ReactNode, Ref} from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components/Button';
import {Link} from 'react-aria-components/Link';
import {Tooltip, TooltipTrigger} from 'react-aria-components/Tooltip';
import css from './button.module.css';
import {Icon, type IconName} from './icon.tsx';

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  ref?: Ref<HTMLButtonElement>;
  look?: ButtonLook;
  small?: boolean;
  icon?: IconName;
  children: ReactNode;
}

export function Button({look = 'plain', small, icon, children, ...props}: ButtonProps) {
  return (
    <AriaButton {...props} className={`${css.button} ${css[look]} ${small ? css.small : ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  icon: IconName;
  label: string; // its name for screen readers, and its tip
  keys?: string; // shown in the tip
  small?: boolean;
}

// A button without words; what it is called is shown on hover and focus.
export function IconButton({icon, label, keys, small, ...props}: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      <AriaButton
        {...props}
        aria-label={label}
        className={`${css.button} ${css.quiet} ${css.icon} ${small ? css.small : ''}`}
      >
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className={css.tip} offset={6}>
        {label} {keys && <kbd className={css.keys}>{keys}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}

interface LinkButtonProps {
  href: string;
  look?: ButtonLook;
  icon?: IconName;
  children: ReactNode;
  download?: string;
}

// Goes somewhere, but looks like a button.
export function LinkButton({href, look = 'plain', icon, children, download}: LinkButtonProps) {
  return (
    <Link href={href} download={download} className={`${css.button} ${css[look]}`}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}
