import type {ReactNode} from 'react';
import css from './badge.module.css';
import {StageIcon} from './stage_icon.tsx';

// The colours that packs name (ui/tokens.css).
export const hues = [
  'slate',
  'stone',
  'red',
  'orange',
  'amber',
  'lime',
  'green',
  'emerald',
  'teal',
  'cyan',
  'sky',
  'blue',
  'indigo',
  'violet',
  'pink',
  'rose',
] as const;
export type Hue = (typeof hues)[number];

// In rank order, where a pack names no colour.
const byRank: Hue[] = [
  'slate',
  'sky',
  'indigo',
  'violet',
  'pink',
  'amber',
  'lime',
  'green',
  'rose',
  'teal',
];

export function hueOf(colour: string | null | undefined, rank: number): Hue {
  return hues.find((hue) => hue === colour) ?? byRank[rank % byRank.length] ?? 'slate';
}

export function Badge({hue = 'slate', children}: {hue?: Hue; children: ReactNode}) {
  return (
    <span data-hue={hue} className={css.badge} dir="auto">
      {children}
    </span>
  );
}

// A stage: its icon, or its colour as a dot, its title as text; hollow where an account no longer is active.
export function StageBadge({
  title,
  hue,
  icon,
  active = true,
}: {
  title: string;
  hue: Hue;
  icon?: string | null;
  active?: boolean;
}) {
  return (
    <span data-hue={hue} className={css.badge}>
      {icon ? (
        <StageIcon name={icon} size={12} />
      ) : (
        <span className={active ? css.dot : css.ring} aria-hidden="true" />
      )}
      <span dir="auto">{title}</span>
    </span>
  );
}
