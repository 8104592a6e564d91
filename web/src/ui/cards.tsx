// Places to go, as cards beside each other.
import type {ReactNode} from 'react';
import {Link} from 'react-aria-components/Link';
import css from './cards.module.css';

export interface CardEntry {
  id: string;
  href: string;
  title: string;
  note?: string;
  side?: ReactNode;
}

export function Cards({label, cards}: {label: string; cards: CardEntry[]}) {
  if (cards.length === 0) return null;
  return (
    <ul className={css.cards} aria-label={label}>
      {cards.map((card) => (
        <li key={card.id}>
          <Link href={card.href} className={css.card}>
            <span className={css.words}>
              <strong dir="auto">{card.title}</strong>
              {card.note && <small>{card.note}</small>}
            </span>
            {card.side}
          </Link>
        </li>
      ))}
    </ul>
  );
}
